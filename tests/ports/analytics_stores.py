"""What every store of analytics must do, in memory and in PostgreSQL."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

from hypothesis import given, settings
from hypothesis import strategies as st

from kernel.tiers import Tier
from services.analytics.domain.period import Period
from services.analytics.domain.tally import tallied
from services.analytics.domain.usage import Dimension, Usage
from tests.fakes.analytics import NOON, TODAY, usage, usages

Open = Callable[[], AbstractContextManager[Any]]
ALL = Period(TODAY - timedelta(days=300), TODAY + timedelta(days=1))


def rolled_up(unit_of_work: Open) -> int:
    """Roll up what is stale; return how many days."""
    with unit_of_work() as tx:
        stale = tx.tallies.stale(most=100)
        for each in stale:
            tx.tallies.roll_up(each)
    return len(stale)


def at(day: date, hour: int = 12) -> datetime:
    return datetime.combine(day, time(hour, tzinfo=UTC))


SOME_USAGE = st.builds(
    usage,
    event_id=st.uuids(version=4),
    metric=st.sampled_from(["alerts.issued", "alerts.drafted"]),
    occurred_at=st.sampled_from(
        [at(TODAY - timedelta(days=back), h) for back in (0, 1) for h in (0, 23)]
    ),
    pseudonym=st.sampled_from(["", "one", "two", "three"]),
    tier=st.sampled_from(Tier),
    region=st.sampled_from(["", "LON", "WAL"]),
    sector=st.sampled_from(["", "retail"]),
    detail=st.sampled_from(["", "Severe"]),
    service=st.sampled_from(["alerts", "demo"]),
)


class AnalyticsStoreSuite:
    """Run with a fixture `unit_of_work` that opens transactions on an empty store."""

    def test_an_event_is_kept_once_and_comes_back_the_same(self, unit_of_work: Open) -> None:
        mine = usage(pseudonym="me")
        other = usage(event_id=mine.event_id, pseudonym="other", region="WAL")
        with unit_of_work() as tx:
            assert 1 == tx.usages.add(mine)
        with unit_of_work() as tx:
            assert 0 == tx.usages.add(mine)
            assert 1 == tx.usages.add(other, usage(pseudonym=""))
        with unit_of_work() as tx:
            assert [mine] == list(tx.usages.of_pseudonyms(["me", "other", ""]))
            assert 1 == tx.usages.lacking([mine.event_id, uuid4()])

    def test_events_are_many_at_once(self, unit_of_work: Open) -> None:
        many = usages(2500)
        with unit_of_work() as tx:
            assert 2500 == tx.usages.add(*many)
            assert 0 == tx.usages.add(*many)
            assert 0 == tx.usages.add()

    def test_the_days_that_changed_are_rolled_up_and_only_they(self, unit_of_work: Open) -> None:
        yesterday = at(TODAY - timedelta(days=1))
        with unit_of_work() as tx:
            tx.usages.add(usage(), usage(), usage(occurred_at=yesterday))
        assert 2 == rolled_up(unit_of_work)
        assert 0 == rolled_up(unit_of_work)
        with unit_of_work() as tx:
            again = tx.tallies.of("alerts.issued", ALL, Dimension.NONE)
            assert {(yesterday.date(), 1), (TODAY, 2)} == {(t.day, t.events) for t in again}
            tx.usages.add(usage())
        assert 1 == rolled_up(unit_of_work)

    def test_a_day_that_changes_while_it_is_rolled_up_stays_stale(self, unit_of_work: Open) -> None:
        with unit_of_work() as tx:
            tx.usages.add(usage())
        with unit_of_work() as tx:
            (stale,) = tx.tallies.stale(most=10)
        with unit_of_work() as tx:
            tx.usages.add(usage())
        with unit_of_work() as tx:
            tx.tallies.roll_up(stale)
        assert 1 == rolled_up(unit_of_work)

    def test_a_period_and_dimensions_narrow_what_is_told(self, unit_of_work: Open) -> None:
        days = [TODAY - timedelta(days=back) for back in range(4)]
        with unit_of_work() as tx:
            tx.usages.add(*(usage(occurred_at=at(day)) for day in days))
            tx.usages.add(usage(metric="alerts.drafted"))
        rolled_up(unit_of_work)
        with unit_of_work() as tx:
            found = tx.tallies.of("alerts.issued", Period(days[2], days[1]), Dimension.REGION)
            assert {(days[2], "LON"), (days[1], "LON")} == {(t.day, t.value) for t in found}
            assert ["alerts.drafted", "alerts.issued"] == list(tx.tallies.metrics())
            assert [] == list(tx.tallies.of("alerts.none", ALL, Dimension.NONE))

    def test_a_roll_up_is_what_the_domain_counts(self, unit_of_work: Open) -> None:
        """People are different pseudonyms, and each event without one."""

        @settings(max_examples=25)
        @given(st.lists(SOME_USAGE, max_size=12, unique_by=lambda each: each.event_id))
        def same(some: list[Usage]) -> None:
            new = {each.event_id: each for each in some if each.event_id not in kept}
            with unit_of_work() as tx:
                assert len(new) == tx.usages.add(*some)
            kept.update(new)
            rolled_up(unit_of_work)
            with unit_of_work() as tx:
                found = [
                    tally
                    for metric in tx.tallies.metrics()
                    for tally in tx.tallies.of(metric, ALL, *Dimension)
                ]
                assert 0 == tx.tallies.differing(since=ALL.first)
            assert len(found) == len(set(found))
            assert set(tallied(kept.values())) == set(found)

        kept: dict[UUID, Usage] = {}
        same()

    def test_names_are_replaced_and_a_days_people_stay_as_many(self, unit_of_work: Open) -> None:
        with unit_of_work() as tx:
            tx.usages.add(*usages(2, pseudonym="me"), *usages(3, pseudonym=""), usage())
        rolled_up(unit_of_work)
        with unit_of_work() as tx:
            assert 2 == tx.usages.rename({"me": "x", "": "y", "nobody": "z"})
            assert 0 == tx.usages.rename({"me": "x"})
        with unit_of_work() as tx:
            assert 2 == len(tx.usages.of_pseudonyms(["x"]))
            assert 0 == tx.tallies.differing(since=ALL.first)

    def test_old_events_go_and_their_counts_stay(self, unit_of_work: Open) -> None:
        old = at(TODAY - timedelta(days=100))
        with unit_of_work() as tx:
            tx.usages.add(*usages(5, occurred_at=old), usage())
            assert 0 == tx.usages.forget_before(TODAY, most=10), "not rolled up yet"
        rolled_up(unit_of_work)
        with unit_of_work() as tx:
            assert Period(old.date(), TODAY) == tx.usages.period()
            assert [3, 2, 0] == [tx.usages.forget_before(TODAY, most=3) for _ in range(3)]
            assert Period(TODAY, TODAY) == tx.usages.period()
        with unit_of_work() as tx:
            found = tx.tallies.of("alerts.issued", ALL, Dimension.NONE)
            assert {(old.date(), 5), (TODAY, 1)} == {(t.day, t.people) for t in found}
            assert 0 == tx.tallies.differing(since=TODAY)
            assert 1 == tx.tallies.differing(since=old.date())

    def test_nothing_is_kept_of_nothing(self, unit_of_work: Open) -> None:
        with unit_of_work() as tx:
            assert tx.usages.period() is None
            assert 0 == tx.usages.forget_before(NOON.date(), most=10)
            assert 0 == tx.usages.lacking([])
            assert [] == list(tx.usages.of_pseudonyms([]))
            assert [] == list(tx.tallies.stale(most=10))
