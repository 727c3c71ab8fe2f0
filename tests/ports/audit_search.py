"""What every searchable audit log must do, in memory and in PostgreSQL."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from kernel.audit_rows import AuditQuestion, AuditRow
from kernel.pages import Place
from kernel.principals import ANONYMOUS, Principal
from kernel.tiers import Tier
from tests.fakes.plumbing import SetClock

Open = Callable[[], AbstractContextManager[Any]]


def around(clock: SetClock, **said: str) -> AuditQuestion:
    """Ask about the hour on both sides of the present moment."""
    hour, now = timedelta(hours=1), clock.now()
    return AuditQuestion(begins_at=now - hour, ends_at=now + hour, **said)


def did(rows: list[AuditRow]) -> list[str]:
    return [f"{row.action} {row.resource}" for row in rows]


class AuditSearchSuite:
    """Run with `log`, that opens one, and the clock that its rows are stamped by."""

    def test_rows_are_found_by_each_thing_that_is_said(self, log: Open, clock: SetClock) -> None:
        one, two, thing = (
            Principal(subject=str(uuid4()), tier=Tier.TRUSTED),
            str(uuid4()),
            str(uuid4()),
        )
        with log() as opened:
            name_of = opened.audit.name_of
            opened.audit.record(one, "a_b:do", thing, b"seen", why="so")
            clock.pass_(seconds=1)
            opened.audit.record(one, "axb:do", name_of(two))
            clock.pass_(seconds=1)
            opened.audit.record(ANONYMOUS, "a_b:end", two)
            clock.pass_(seconds=1)
            names = {"one": name_of(one.subject), "two": name_of(two)}
        with log() as opened:

            def found(**said: str) -> list[str]:
                known = opened.names_of(said["person"]) if "person" in said else ()
                rows = opened.page(around(clock, **said), known, after=None, size=9)
                return did([row for row in rows if row.action.startswith("a")])

            whole = found(person=str(one.subject))
            assert [f"axb:do {names['two']}", f"a_b:do {thing}"] == whole
            assert [f"a_b:end {two}", f"axb:do {names['two']}"] == found(person=two)
            assert whole == found(actor=names["one"])
            assert [f"a_b:do {thing}"] == found(resource=thing)
            assert [f"a_b:do {thing}"] == found(resource=thing, action="a_b")
            assert [] == found(resource=thing, action="a%")
            assert [] == found(resource=thing, person=two)
            assert [] == found(person=str(uuid4()))
            (row,) = opened.page(around(clock, resource=thing), (), after=None, size=9)
            assert (one.subject, names["one"]) == (row.actor_subject, row.actor)
            assert (b"seen", {"why": "so"}) == (row.digest, dict(row.detail))

    def test_who_was_erased_is_found_by_name_alone(self, log: Open, clock: SetClock) -> None:
        who = Principal(subject=str(uuid4()), tier=Tier.TRUSTED)
        with log() as opened:
            opened.audit.record(who, "c:do", "thing")
            opened.audit.forget(who.subject)
            assert [] == list(opened.names_of(who.subject))
            everything = opened.page(around(clock, action="c:do"), (), after=None, size=9)
            assert "" == everything[0].actor_subject
            mine = around(clock, person=str(who.subject), action="c:do")
            assert [] == list(opened.page(mine, (), after=None, size=9))
            by_name = around(clock, actor=everything[0].actor)
            assert ["c:do thing"] == did(opened.page(by_name, (), after=None, size=9))

    def test_pages_follow_each_other_newest_first(self, log: Open, clock: SetClock) -> None:
        kind = f"{uuid4()}:do"
        moments: list[datetime] = []
        with log() as opened:
            for number in range(5):
                moments.append(clock.now())
                opened.audit.record(ANONYMOUS, kind, str(number))
                if number != 2:  # two of the same moment are told apart by their ids
                    clock.pass_(seconds=1)
            seen, after = [], None
            while rows := opened.page(around(clock, action=kind), (), after=after, size=2):
                seen += [row.resource for row in rows]
                after = Place(rows[-1].at, rows[-1].entry_id)
            assert ["0", "1", "2", "3", "4"] == sorted(seen)
            assert ("4", ["1", "0"]) == (seen[0], seen[3:])
            between = replace(around(clock, action=kind), begins_at=moments[1], ends_at=moments[4])
            rows = opened.page(between, (), after=None, size=9)
            assert ["1", "2", "3"] == sorted(row.resource for row in rows)
