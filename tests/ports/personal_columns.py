"""What an export reads and an erasure writes, as the database hears it, against the tables' words.

A column that is classified as personal is exported when its table is read, and erased when it is
set or its rows are deleted. What is not needs a line that says why; a line that nothing needs is
wrong too.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Engine, Table, event

_READ = re.compile(r"\b(?:FROM|JOIN) (\w+)")
_DELETED = re.compile(r"^\s*DELETE FROM (\w+)")
_SET = re.compile(r"^\s*UPDATE (\w+) SET (.*?)(?: FROM | WHERE |$)", re.DOTALL)
_COLUMN = re.compile(r"(?:^|, )(\w+)=")


@dataclass(slots=True)
class Heard:
    """The statements that one use case sent."""

    read: set[str] = field(default_factory=set)
    deleted: set[str] = field(default_factory=set)
    written: set[str] = field(default_factory=set)

    def add(self, statement: str) -> None:
        """Take one in."""
        if gone := _DELETED.match(statement):
            self.deleted.add(gone[1])
        elif changed := _SET.match(statement):
            columns = _COLUMN.findall(changed[2])
            self.written |= {f"{changed[1]}.{column}" for column in columns}
        else:
            self.read |= set(_READ.findall(statement))


@contextmanager
def heard_by(engine: Engine) -> Iterator[Heard]:
    """Listen to what is sent to a database."""
    heard = Heard()

    def listen(*said: Any) -> None:
        heard.add(said[2])

    event.listen(engine, "before_cursor_execute", listen)
    try:
        yield heard
    finally:
        event.remove(engine, "before_cursor_execute", listen)


def personal_columns(tables: Iterable[Table]) -> set[str]:
    """Return table.column of everything that is classified."""
    return {f"{table.name}.{column.name}" for table in tables for column in table.c if column.info}


def assert_each_has_a_rule(
    personal: set[str],
    *,
    export: Heard,
    erase: Heard,
    not_exported: Mapping[str, str],
    not_erased: Mapping[str, str],
) -> None:
    """Fail for a column without a rule, and for a reason that no column needs.

    A reason is of a table, or of one column: table.column.
    """
    unread = {each for each in personal if each.partition(".")[0] not in export.read}
    _explained("not exported", unread, not_exported)
    stays = {
        each
        for each in personal
        if each not in erase.written and each.partition(".")[0] not in erase.deleted
    }
    _explained("not erased", stays, not_erased)


def _explained(what: str, columns: set[str], reasons: Mapping[str, str]) -> None:
    bare = {each for each in columns if not {each, each.partition(".")[0]} & reasons.keys()}
    assert not bare, f"{what}, and nothing says why: {', '.join(sorted(bare))}"
    needed = columns | {each.partition(".")[0] for each in columns}
    idle = reasons.keys() - needed
    assert not idle, f"said to be {what}, and is: {', '.join(sorted(idle))}"
