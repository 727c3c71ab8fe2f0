"""Sending a region's own message back to those who write it: its people, and in it alone."""

import pytest

from chassis.errors import StaleVersion
from services.alerts.domain.alert import Status
from services.alerts.domain.errors import IllegalTransition
from services.alerts.domain.region_errors import NotOfTheRegion
from services.alerts.usecases.return_alert import ReturnAlert
from services.alerts.usecases.return_regional_alert import ReturnRegionalAlert
from tests.fakes.alerts import submitted
from tests.unit.alerts.regional import (
    DEPUTY,
    HOLDER,
    HUB,
    LEAD,
    NORTH,
    THIRD,
    UNSEATED,
    Region,
    seated,
)

WHY = "Which street?"


@pytest.fixture
def region(unit_of_work, clock, stores) -> Region:
    seated(stores)
    return Region(unit_of_work, clock)


@pytest.fixture
def return_(unit_of_work, clock):
    use_case = ReturnRegionalAlert(unit_of_work=unit_of_work, clock=clock)
    return lambda by, alert: use_case(
        by, alert_id=alert.alert_id, expected_version=alert.version, why=WHY
    )


@pytest.mark.parametrize("by", [DEPUTY, THIRD, HOLDER], ids=lambda each: each.subject)
def test_one_of_its_people_sends_it_back_and_the_log_says_for_whom(
    region, return_, stores, by
) -> None:
    back = return_(by, region.submitted())
    assert (Status.RETURNED, WHY, by.subject) == (back.status, back.returned.why, back.returned.by)
    assert ("alerts:return", {"why": WHY, "capacity": "region:LON"}) == stores.audit.rows[-1][1::3]


def test_whoever_sent_it_back_may_issue_what_was_mended(region, return_) -> None:
    """To say what is wrong is no hand in it."""
    back = return_(DEPUTY, region.submitted())
    assert "deputy" not in back.hands


@pytest.mark.parametrize("by", [NORTH, UNSEATED, LEAD, HUB], ids=lambda each: each.subject)
def test_nobody_else_does_so_for_the_region(region, return_, stores, by) -> None:
    waiting = region.submitted()
    with pytest.raises(NotOfTheRegion):
        return_(by, waiting)
    assert Status.SUBMITTED is stores.alerts.get(waiting.alert_id).status


def test_a_region_does_not_send_back_the_message_of_the_hub(region, return_, stores) -> None:
    stores.alerts.add(hubs := submitted())
    with pytest.raises(NotOfTheRegion):
        return_(HOLDER, hubs)
    assert Status.SUBMITTED is stores.alerts.get(hubs.alert_id).status


def test_the_usual_refusals_hold(region, return_, unit_of_work, clock) -> None:
    with pytest.raises(IllegalTransition):
        return_(DEPUTY, region.drafted())
    waiting = region.submitted()
    stale = ReturnRegionalAlert(unit_of_work=unit_of_work, clock=clock)
    with pytest.raises(StaleVersion):
        stale(DEPUTY, alert_id=waiting.alert_id, expected_version=1, why=WHY)


def test_an_approver_of_the_hub_may_as_of_any_and_in_no_regions_name(
    region, unit_of_work, clock, stores
) -> None:
    waiting = region.submitted()
    send_back = ReturnAlert(unit_of_work=unit_of_work, clock=clock)
    back = send_back(HUB, alert_id=waiting.alert_id, expected_version=waiting.version, why=WHY)
    assert Status.RETURNED is back.status
    assert {"why": WHY} == stores.audit.rows[-1][4]
