"""What becomes of a table's rows when the years that were promised are over, as data, and its end.

One loop of every service's `work` does it (docs/adr/0122); `retention-report` counts beforehand.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Table,
    Text,
    and_,
    case,
    delete,
    func,
    literal_column,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY, array

SEVEN_YEARS: Final = timedelta(days=2557)
"""Years are counted by the calendar: never more days than these."""

GONE: Final = "-"
"""What stands where a name did that is not kept any more: no subject is this."""

_NOBODY: Final[ColumnElement[str]] = literal_column(f"'{GONE}'::text", Text())


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """Rows of a table whose time is over go, or the names in them where a row has another use.

    `since` is when the time began, `when` which rows have an end at all. `empties` are the columns
    of which nothing is kept; none means that the row goes. `sets` is what else changes then.
    """

    table: Table
    since: ColumnElement[datetime]
    age: timedelta = SEVEN_YEARS
    when: tuple[ColumnElement[bool], ...] = ()
    empties: tuple[Column[Any], ...] = ()
    sets: Mapping[str, Any] = field(default_factory=dict)

    def ends(self, column: Column[Any]) -> bool:
        """Tell whether nothing is left of this column."""
        return column.table is self.table and (not self.empties or column in self.empties)

    def over(self, before: datetime) -> ColumnElement[bool]:
        """Return which rows are to end of which the time began before then."""
        left = (or_(*map(_has_something, self.empties)),) if self.empties else ()
        return and_(self.since < before, *self.when, *left)


def _has_something(column: Column[Any]) -> ColumnElement[bool]:
    if isinstance(column.type, ARRAY):
        nobody: ColumnElement[bool] = column.contained_by(array([_NOBODY]))
        return ~nobody
    return and_(column.is_not(None), column != GONE)


def _emptied(column: Column[Any]) -> Any:
    """Return as many names as there were, each of nobody; where there was none, none."""
    if isinstance(column.type, ARRAY):
        return func.array_fill(_NOBODY, array([func.cardinality(column)]))
    return case((column.is_(None), None), else_=GONE)


def end_rows(connection: Connection, endings: Sequence[Ending], now: datetime) -> Mapping[str, int]:
    """End what is over, in the order given; return how many rows of each table."""
    ended: dict[str, int] = {}
    for each in endings:
        over = each.over(now - each.age)
        if each.empties:
            values = {column.name: _emptied(column) for column in each.empties} | dict(each.sets)
            act: Any = update(each.table).where(over).values(values)
        else:
            act = delete(each.table).where(over)
        name = each.table.name
        ended[name] = ended.get(name, 0) + connection.execute(act).rowcount
    return {name: rows for name, rows in ended.items() if rows}


def counted(
    connection: Connection, ending: Ending, now: datetime, slack: timedelta
) -> Iterator[Any]:
    """Yield how many rows there are, how many end next, how many are late, and the oldest."""
    over = func.count().filter(ending.over(now - ending.age))
    late = func.count().filter(ending.over(now - ending.age - slack))
    oldest = func.min(ending.since).filter(*ending.when) if ending.when else func.min(ending.since)
    query = select(func.count(), over, late, oldest).select_from(ending.table)
    yield from connection.execute(query).one()
