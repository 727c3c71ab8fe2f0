"""What the store of situation reports must do, in memory and in PostgreSQL."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from chassis.errors import StaleVersion
from services.alerts.domain.situation import QUIET, Reporter, Sighting
from tests.fakes.alerts import NOON

Open = Callable[[], AbstractContextManager[Any]]
HOUR = timedelta(hours=1)


def reported(
    thread: UUID, who: str, *kinds: str, region: str = "LON", at: datetime = NOON
) -> Reporter:
    """Return what somebody taps at once, as one version of it."""
    there = Reporter(thread_id=thread, subject=who, region=region, seen={}, window_at=at)
    for kind in kinds:
        there = there.tapped(kind, at)
    return there


class SituationsSuite:
    """Run with a fixture `unit_of_work` that opens transactions on an empty store."""

    def test_what_is_kept_comes_back_the_same(self, unit_of_work: Open) -> None:
        thread = uuid4()
        first = reported(thread, "one", "CROWDS")
        later = first.tapped("SMOKE_OR_FIRE", NOON + HOUR)
        quiet = later.tapped(QUIET, NOON + 2 * HOUR)
        for each in (first, later, quiet):
            with unit_of_work() as tx:
                tx.situations.save(each)
            with unit_of_work() as tx:
                assert each == tx.situations.find(thread, "one")
                assert [each] == list(tx.situations.of("one"))
        assert [QUIET] == list(quiet.seen)
        with unit_of_work() as tx:
            assert tx.situations.find(thread, "two") is None

    def test_of_two_taps_at_the_same_moment_one_is_refused(self, unit_of_work: Open) -> None:
        first = reported(uuid4(), "one", "CROWDS")
        with unit_of_work() as tx:
            tx.situations.save(first)
        with pytest.raises(StaleVersion), unit_of_work() as tx:
            tx.situations.save(first)

    def test_people_are_counted_once_by_area_and_kind_while_it_is_news(
        self, unit_of_work: Open
    ) -> None:
        thread = uuid4()
        with unit_of_work() as tx:
            for each in (
                reported(thread, "one", "CROWDS"),
                reported(thread, "two", "CROWDS", at=NOON + HOUR),
                reported(thread, "three", "CROWDS", region="SCO"),
                reported(thread, "four", "SMOKE_OR_FIRE", at=NOON - HOUR),
                reported(uuid4(), "five", "CROWDS"),
            ):
                tx.situations.save(each)
        with unit_of_work() as tx:
            found = tx.situations.sightings(thread, NOON - HOUR)
        assert [
            Sighting(region="LON", kind="CROWDS", people=2, last=NOON + HOUR),
            Sighting(region="SCO", kind="CROWDS", people=1, last=NOON),
        ] == list(found)

    def test_a_pseudonym_takes_the_place_of_someone_who_left(self, unit_of_work: Open) -> None:
        thread = uuid4()
        with unit_of_work() as tx:
            tx.situations.save(reported(thread, "gone", "CROWDS"))
        with unit_of_work() as tx:
            assert [2, 0] == [tx.situations.rename("gone", "p-1") for _ in range(2)]
            assert ["CROWDS"] == list(tx.situations.find(thread, "p-1").seen)
            assert [] == list(tx.situations.of("gone"))

    def test_what_is_long_over_is_forgotten(self, unit_of_work: Open) -> None:
        thread = uuid4()
        with unit_of_work() as tx:
            tx.situations.save(reported(thread, "old", "CROWDS", at=NOON - HOUR))
            tx.situations.save(reported(thread, "new", "CROWDS"))
        with unit_of_work() as tx:
            assert [2, 0] == [tx.situations.forget(NOON, most=10) for _ in range(2)]
            assert tx.situations.find(thread, "old") is None
            assert tx.situations.find(thread, "new") is not None
