"""How long a service keeps what, and what enforces it: one line for each retention of a table."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Column, Connection, func, select

from chassis.postgres.endings import Ending, counted
from chassis.postgres.tables import AUDIT_LOG, IDEMPOTENCY_KEYS

BY_PERSON: Final = "EraseSubject"
"""What ends with the account: the use case of every service by which a person goes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A retention as the tables say it, and the use case that enforces it.

    `ages` are columns with a time, each with the age that no row may be above; a loop may be
    `SLACK` behind. What ends with something else than time has none. `endings` say what becomes of
    rows after years: `run_work` does that, and nothing else has to.
    """

    retention: str
    enforced_by: str
    ages: tuple[tuple[Column[Any], timedelta], ...] = ()
    endings: tuple[Ending, ...] = ()


SLACK: Final = timedelta(hours=2)
"""How long after its time something may still be there: loops run each hour."""

PLUMBING: Final = (
    Kept(
        retention="24 hours",
        enforced_by="run_work",
        ages=((IDEMPOTENCY_KEYS.c.created_at, timedelta(hours=24)),),
    ),
    Kept(retention="life of the account", enforced_by=BY_PERSON),
    Kept(
        retention="7 years, as a pseudonym",
        enforced_by="run_work",
        ages=((AUDIT_LOG.c.at, timedelta(days=2557)),),
    ),
)
"""Of what every service's database has. The audit log is append-only: its oldest rows are cut off
by a function of the owner's, and the cut is on record (docs/adr/0122)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of the report: `due` rows go when the loop runs next, `late` ones should be gone."""

    table: str
    column: str
    retention: str
    enforced_by: str
    rows: int
    due: int
    late: int
    oldest: str | None


def report(connection: Connection, kept: Sequence[Kept], now: datetime) -> Iterator[Line]:
    """Count, for every retention by age, what is there and what should not be any more."""
    for each in kept:
        for column, age in each.ages:
            over = func.count().filter(column < now - age)
            long_over = func.count().filter(column < now - age - SLACK)
            rows, due, late, oldest = connection.execute(
                select(func.count(), over, long_over, func.min(column)).select_from(column.table)
            ).one()
            yield Line(
                table=column.table.name,
                column=column.name,
                retention=each.retention,
                enforced_by=each.enforced_by,
                rows=rows,
                due=due,
                late=late,
                oldest=None if oldest is None else oldest.isoformat(),
            )
        for ending in each.endings:
            rows, due, late, oldest = counted(connection, ending, now, SLACK)
            yield Line(
                table=ending.table.name,
                column=", ".join(column.name for column in ending.empties) or "the row",
                retention=each.retention,
                enforced_by=each.enforced_by,
                rows=rows,
                due=due,
                late=late,
                oldest=None if oldest is None else oldest.isoformat(),
            )


def endings_of(kept: Sequence[Kept]) -> tuple[Ending, ...]:
    """Return what ends by the one loop, in the order given."""
    return tuple(ending for each in kept for ending in each.endings)
