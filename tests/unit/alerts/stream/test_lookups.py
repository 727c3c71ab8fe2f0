"""All who come in a moment are found by one look-up, none of which is older than the question."""

import asyncio
import threading
from collections.abc import Awaitable, Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest

from chassis.errors import Unavailable
from chassis.principals import PrincipalRow
from services.alerts.inbound.stream.lookups import Lookups, places_of_many, rows_of_many
from tests.fakes.plumbing import a_row
from tests.fakes.whereabouts import SHOP, MemoryWhereabouts, premises


class SlowRows:
    """Answers when it is let; keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[list[str]] = []
        self.let = threading.Event()
        self.away = False

    def find(self, subject: str) -> PrincipalRow | None:
        return a_row(subject)

    def find_newer(self, known: Mapping[str, int]) -> Sequence[PrincipalRow]:
        return [a_row(subject) for subject in known]

    def find_many(self, subjects: Sequence[str]) -> Sequence[PrincipalRow]:
        self.asked.append(sorted(subjects))
        assert self.let.wait(5)
        if self.away:
            raise Unavailable("away")
        return [a_row(subject) for subject in subjects if subject != "nobody"]


def run(act: Callable[[SlowRows, Lookups[PrincipalRow]], Awaitable[None]]) -> None:
    rows = SlowRows()

    async def main() -> None:
        with ThreadPoolExecutor(1) as threads:
            await act(rows, Lookups(rows_of_many(rows), threads))

    asyncio.run(main())


def test_those_who_come_during_a_look_up_share_the_next() -> None:
    async def act(rows: SlowRows, lookups: Lookups[PrincipalRow]) -> None:
        first = asyncio.create_task(lookups.find("first"))
        await asyncio.sleep(0)
        others = [asyncio.create_task(lookups.find(name)) for name in ("a", "b", "nobody", "first")]
        await asyncio.sleep(0)
        rows.let.set()

        found = await asyncio.gather(first, *others)

        assert [a_row("first"), a_row("a"), a_row("b"), None, a_row("first")] == found
        assert [["first"], ["a", "b", "first", "nobody"]] == rows.asked

    run(act)


def test_each_who_asked_is_told_when_the_record_is_away_and_may_ask_again() -> None:
    async def act(rows: SlowRows, lookups: Lookups[PrincipalRow]) -> None:
        rows.let.set()
        rows.away = True
        told = await asyncio.gather(lookups.find("a"), lookups.find("b"), return_exceptions=True)
        rows.away = False

        assert [Unavailable, Unavailable] == [type(each) for each in told]
        assert a_row("a") == await lookups.find("a")

    run(act)


def test_one_who_leaves_takes_nothing_from_another_with_the_same_account() -> None:
    async def act(rows: SlowRows, lookups: Lookups[PrincipalRow]) -> None:
        leaves, stays = (asyncio.create_task(lookups.find("a")) for _ in range(2))
        await asyncio.sleep(0)
        leaves.cancel()
        rows.let.set()

        assert a_row("a") == await stays
        with pytest.raises(asyncio.CancelledError):
            await leaves

    run(act)


def test_when_the_look_up_is_cancelled_nobody_waits_for_ever() -> None:
    async def act(rows: SlowRows, lookups: Lookups[PrincipalRow]) -> None:
        asked = asyncio.create_task(lookups.find("a"))
        await asyncio.sleep(0)
        later = asyncio.create_task(lookups.find("b"))
        await asyncio.sleep(0)
        (look,) = asyncio.all_tasks() - {asyncio.current_task(), asked, later}
        look.cancel()
        told = await asyncio.gather(asked, later, return_exceptions=True)
        rows.let.set()

        assert [Unavailable, Unavailable] == [type(each) for each in told]

    run(act)


def test_what_belongs_to_organisations_is_told_apart() -> None:
    there = MemoryWhereabouts()
    mine = premises()
    other = premises(organisation_id="other")
    for each in (mine, other):
        there.premises[each.premises_id] = each

    found = places_of_many(there)([SHOP, "other", "unknown"])

    assert {SHOP: ([], [mine]), "other": ([], [other]), "unknown": ([], [])} == found
