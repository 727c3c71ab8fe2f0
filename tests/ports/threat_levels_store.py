"""What every store of threat levels must do, in memory and in PostgreSQL."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from chassis.errors import StaleVersion
from kernel.pages import Place
from services.alerts.domain.threat_change import ChangeStatus, ThreatLevelChange
from services.alerts.domain.threat_errors import (
    ThreatLevelChangeNotFound,
    ThreatLevelChangeUnderWay,
)
from services.alerts.domain.threat_levels import ResponseLevel, ThreatLevel, ThreatSeries
from tests.fakes.alerts import NOON
from tests.fakes.threat_levels import approved, in_force, proposed

Open = Callable[[], AbstractContextManager[Any]]
EVERY = frozenset(ChangeStatus)
NATIONAL, NORTHERN_IRELAND = ThreatSeries
HOUR = timedelta(hours=1)


def two_levels() -> list[ThreatLevelChange]:
    """Two changes of the national level, the second of which follows the first."""
    first = approved(NOON, since=NOON - timedelta(days=900))
    second = approved(NOON + HOUR, follows=in_force(first), level=ThreatLevel.SEVERE)
    return [first, second]


def keep(unit_of_work: Open, *changes: ThreatLevelChange) -> None:
    with unit_of_work() as tx:
        for change in changes:
            tx.threat_levels.add(change)


class ThreatLevelsStoreSuite:
    """Run with a fixture `unit_of_work` that opens transactions on an empty store."""

    def test_each_stage_comes_back_the_same_with_the_level_that_it_follows(
        self, unit_of_work: Open
    ) -> None:
        first, second = two_levels()
        keep(unit_of_work, first, second)
        third = proposed(NOON + 2 * HOUR, follows=in_force(second), level=ThreatLevel.LOW)
        given_up = third.withdraw(by="third", why="A mistake.", at=NOON + 3 * HOUR)
        with unit_of_work() as tx:
            tx.threat_levels.add(third)
            assert third == tx.threat_levels.get(third.change_id, lock=True)
            assert [third] == list(tx.threat_levels.many({third.change_id, uuid4()}))
            tx.threat_levels.save(given_up)
        with unit_of_work() as tx:
            kept = [tx.threat_levels.get(each.change_id) for each in (first, second, third)]
        assert [first, second, given_up] == kept
        assert given_up.digest == kept[2].digest

    def test_a_level_stands_only_once_it_was_approved(self, unit_of_work: Open) -> None:
        waiting = proposed(NOON)
        keep(unit_of_work, waiting)
        with unit_of_work() as tx:
            assert {} == tx.threat_levels.standing()
            tx.threat_levels.save(agreed := waiting.approve(by="b", read=waiting.digest, at=NOON))
        with unit_of_work() as tx:
            assert {NATIONAL: in_force(agreed)} == tx.threat_levels.standing()

    def test_each_series_has_its_own_level_and_its_own_history(self, unit_of_work: Open) -> None:
        first, second = two_levels()
        other = approved(NOON, series=NORTHERN_IRELAND, response=ResponseLevel.NORMAL)
        keep(unit_of_work, first, other, second)
        with unit_of_work() as tx:
            standing = tx.threat_levels.standing()
            national = tx.threat_levels.history(NATIONAL, before=None, size=9)
            older = tx.threat_levels.history(NATIONAL, before=2, size=9)
            newest = tx.threat_levels.history(NATIONAL, before=None, size=1)
        assert {NATIONAL: in_force(second), NORTHERN_IRELAND: in_force(other)} == standing
        assert [in_force(second), in_force(first)] == list(national)
        assert ([in_force(first)], [in_force(second)]) == (list(older), list(newest))

    def test_a_series_has_one_open_proposal_at_a_time(self, unit_of_work: Open) -> None:
        waiting = proposed(NOON)
        keep(unit_of_work, waiting, proposed(NOON, series=NORTHERN_IRELAND))
        with unit_of_work() as tx, pytest.raises(ThreatLevelChangeUnderWay):
            tx.threat_levels.add(proposed(NOON))
        with unit_of_work() as tx:
            tx.threat_levels.save(waiting.withdraw(by="b", why="No.", at=NOON))
            tx.threat_levels.add(proposed(NOON))

    def test_a_version_is_saved_once_and_an_unknown_one_is_not_found(
        self, unit_of_work: Open
    ) -> None:
        waiting = proposed(NOON)
        keep(unit_of_work, waiting)
        agreed = waiting.approve(by="b", read=waiting.digest, at=NOON)
        with unit_of_work() as tx:
            tx.threat_levels.save(agreed)
            with pytest.raises(StaleVersion):
                tx.threat_levels.save(agreed)
            with pytest.raises(ThreatLevelChangeNotFound):
                tx.threat_levels.get(uuid4())

    def test_pages_go_from_the_newest_proposal_to_the_oldest(self, unit_of_work: Open) -> None:
        first, second = two_levels()
        third = proposed(NOON + 2 * HOUR, follows=in_force(second), level=ThreatLevel.LOW)
        keep(unit_of_work, first, second, third)
        with unit_of_work() as tx:
            page = tx.threat_levels.page(EVERY, after=None, size=2)
            last = Place(page[-1].proposed.at, page[-1].change_id)
            rest = tx.threat_levels.page(EVERY, after=last, size=2)
            waiting = tx.threat_levels.page(frozenset({ChangeStatus.PROPOSED}), after=None, size=2)
        assert [third, second] == list(page)
        assert ([first], [third]) == (list(rest), list(waiting))

    def test_a_person_is_found_and_renamed_wherever_they_had_a_hand(
        self, unit_of_work: Open
    ) -> None:
        first, second = two_levels()
        given_up = proposed(NOON + 2 * HOUR, by="third", follows=in_force(second), reason="R")
        given_up = given_up.withdraw(by="second", why="No.", at=NOON + 2 * HOUR)
        keep(unit_of_work, first, second, given_up)
        with unit_of_work() as tx:
            assert [first, second, given_up] == list(tx.threat_levels.handled_by("second"))
            assert [3, 0] == [tx.threat_levels.rename("second", "gone") for _ in range(2)]
            assert [given_up.change_id] == [
                each.change_id for each in tx.threat_levels.handled_by("third")
            ]
        with unit_of_work() as tx:
            people = [each.people for each in tx.threat_levels.page(EVERY, after=None, size=9)]
        assert [{"third", "gone"}, {"first", "gone"}, {"first", "gone"}] == people
