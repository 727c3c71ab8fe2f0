"""What every store of branches, reads and relayed messages must do, in memory and in PostgreSQL."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any
from uuid import UUID

from kernel.pages import Place
from services.identity.domain.relay import RecordFreeze
from tests.fakes.identity import NOON, SUSPENDED, profile, subscriber

Open = Callable[[], AbstractContextManager[Any]]
DAY = timedelta(days=1)


def _person(number: int, *, region: str = "LON", sector: str = "retail", **given: Any) -> Any:
    said = profile(
        email=f"{number}@x.example", regions=frozenset({region}), sectors=frozenset({sector})
    )
    return subscriber(str(UUID(int=number)), profile=said, **given)


class DirectoryStoresSuite:
    """Run with a fixture `unit_of_work` that opens transactions on empty stores."""

    def test_a_branch_comes_by_pages_and_none_is_missed(self, unit_of_work: Open) -> None:
        people = [
            _person(number, created_at=NOON + timedelta(minutes=number // 2)) for number in range(5)
        ]
        others = (
            _person(11, region="WAL"),
            _person(12, sector="health"),
            _person(13, standing=SUSPENDED),
        )
        with unit_of_work() as tx:
            for each in (*others, *reversed(people)):
                tx.subscribers.add(each)
        seen: list[Any] = []
        place = None
        with unit_of_work() as tx:
            while page := tx.branches.page("LON", "retail", after=place, size=2):
                seen += page
                place = Place(page[-1].created_at, UUID(page[-1].subject))
        assert people == seen

    def test_different_people_are_counted_within_a_day(self, unit_of_work: Open) -> None:
        with unit_of_work() as tx:
            assert 2 == tx.record_reads.add("one", {"a", "b"}, NOON)
            assert 3 == tx.record_reads.add("one", {"b", "c"}, NOON + DAY / 2)
            assert 1 == tx.record_reads.add("two", {"a"}, NOON)
        with unit_of_work() as tx:
            assert 2 == tx.record_reads.add("one", {"a"}, NOON + DAY)
            assert 1 == tx.record_reads.forget(NOON + timedelta(seconds=1)) - 1
        with unit_of_work() as tx:
            assert 3 == tx.record_reads.add("one", {"z"}, NOON + DAY)

    def test_an_account_is_kept_from_reading_until_that_is_lifted(self, unit_of_work: Open) -> None:
        with unit_of_work() as tx:
            tx.subscribers.add(subscriber("one"))
            tx.record_reads.add("one", {"a"}, NOON)
            assert tx.record_reads.freeze("one", NOON, 201)
            assert not tx.record_reads.freeze("one", NOON, 202)
            assert tx.record_reads.freeze("gone", NOON + DAY, 300)
        with unit_of_work() as tx:
            assert [True, False] == [tx.record_reads.frozen(each) for each in ("one", "two")]
            assert [
                RecordFreeze(subject="one", name="Cafe Owner", frozen_at=NOON, records=201),
                RecordFreeze(subject="gone", name="", frozen_at=NOON + DAY, records=300),
            ] == list(tx.record_reads.freezes(most=9))
            assert 1 == len(tx.record_reads.freezes(most=1))
            assert tx.record_reads.lift("one")
            assert not tx.record_reads.lift("one")
        with unit_of_work() as tx:
            assert not tx.record_reads.frozen("one")
            assert 1 == tx.record_reads.add("one", {"b"}, NOON)

    def test_messages_are_counted_by_who_sent_them(self, unit_of_work: Open) -> None:
        with unit_of_work() as tx:
            for at in (NOON, NOON + DAY):
                tx.relayed.add("one", at)
            assert 2 == tx.relayed.count("one", NOON)
            assert 1 == tx.relayed.count("one", NOON + DAY)
            assert 0 == tx.relayed.count("two", NOON)
            assert 1 == tx.relayed.forget(NOON + DAY)
