"""Holding what was counted against the event log."""

from dataclasses import replace
from uuid import uuid4

import pytest

from services.analytics.domain.errors import EventLogUnavailable
from services.analytics.domain.reconciliation import Reconciliation
from services.analytics.usecases.reconcile_usage import ReconcileUsage
from services.analytics.usecases.roll_up_days import RollUpDays
from tests.fakes.analytics import MemoryEventLog, usage, usages


@pytest.fixture
def log() -> MemoryEventLog:
    return MemoryEventLog()


@pytest.fixture
def reconciled(unit_of_work, keeping, log):
    return ReconcileUsage(unit_of_work=unit_of_work, log=log, keeping=keeping)


def test_it_holds_when_all_of_the_log_is_counted(reconciled, unit_of_work, stores, log) -> None:
    """An event that was sent again is in the log twice, and what is older is in it no more."""
    stores.usages.add(*(events := usages(5)), usage())
    RollUpDays(unit_of_work=unit_of_work)()
    ids = [each.event_id for each in events]
    log.batches = [ids[:3], ids[2:]]
    found = reconciled()
    assert Reconciliation(events=6, missing=0, waiting=0, differing=0) == found
    assert found.holds


def test_an_event_that_was_lost_is_seen_and_one_on_its_way_is_not_lost(reconciled, log) -> None:
    log.batches = [[uuid4()]]
    assert (1, False) == ((found := reconciled()).missing, found.holds)
    log.waiting = 1
    assert reconciled().holds


def test_a_roll_up_that_is_wrong_is_seen(reconciled, unit_of_work, stores) -> None:
    stores.usages.add(*usages(5))
    RollUpDays(unit_of_work=unit_of_work)()
    place, tally = next(iter(stores.tallies.kept.items()))
    stores.tallies.kept[place] = replace(tally, people=tally.people + 1)
    found = reconciled()
    assert (1, False) == (found.differing, found.holds)


def test_a_log_that_is_away_is_said_to_be(reconciled, log) -> None:
    log.away = True
    with pytest.raises(EventLogUnavailable):
        reconciled()
