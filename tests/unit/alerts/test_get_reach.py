"""Counting whom an alert reaches."""

from uuid import uuid4

import pytest

from kernel.tiers import Tier
from services.alerts.domain.errors import AlertNotFound
from services.alerts.usecases.get_reach import GetReach, Reached
from tests.fakes.alerts import APPROVER, MemoryReach, drafted
from tests.fakes.plumbing import a_row


@pytest.fixture
def get_reach(unit_of_work):
    return GetReach(unit_of_work=unit_of_work)


def people(number: int) -> MemoryReach:
    london = frozenset({"LON"})
    return MemoryReach([a_row(str(each), regions=london) for each in range(number)])


def test_those_in_the_region_are_counted_now_and_as_it_was_submitted(get_reach, stores) -> None:
    stores.reach = people(30)
    stores.alerts.add(waiting := drafted().submit(by="author", reach=20))
    found = get_reach(APPROVER, alert_id=waiting.alert_id)
    assert (Reached(now=30, submitted=20, messages=0), True) == (found, found.drifted)


def test_a_draft_is_counted_and_has_not_drifted(get_reach, stores) -> None:
    stores.reach = people(0)
    stores.alerts.add(draft := drafted())
    found = get_reach(APPROVER, alert_id=draft.alert_id)
    assert (Reached(now=0, submitted=None, messages=0), False) == (found, found.drifted)


def test_an_unknown_alert_is_not_found(get_reach) -> None:
    with pytest.raises(AlertNotFound):
        get_reach(APPROVER, alert_id=uuid4())


def test_the_tier_of_the_marking_counts(get_reach, stores) -> None:
    stores.reach = MemoryReach([a_row("a", tier=Tier.PUBLIC, regions=frozenset({"LON"}))])
    stores.alerts.add(draft := drafted())
    assert 1 == get_reach(APPROVER, alert_id=draft.alert_id).now
