"""Ending a region's own message that was issued in error."""

import pytest

from services.alerts.domain.alert import Status
from services.alerts.domain.reach import Size
from services.alerts.domain.region_errors import NotOfTheRegion
from services.alerts.usecases.approve_regional_alert import ApproveRegionalAlert
from services.alerts.usecases.withdraw_alert import WithdrawAlert
from services.alerts.usecases.withdraw_regional_alert import WithdrawRegionalAlert
from tests.fakes.alerts import issued
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

WHY = "Wrong street."


@pytest.fixture
def out(unit_of_work, clock, stores):
    seated(stores)
    waiting = Region(unit_of_work, clock).submitted()
    approve = ApproveRegionalAlert(unit_of_work=unit_of_work, clock=clock)
    few = Size.FEWER_THAN_TEN
    return approve(DEPUTY, alert_id=waiting.alert_id, read=waiting.digest, size=few)


@pytest.fixture
def withdraw(unit_of_work, clock):
    use_case = WithdrawRegionalAlert(unit_of_work=unit_of_work, clock=clock)
    return lambda by, alert: use_case(
        by, alert_id=alert.alert_id, expected_version=alert.version, why=WHY
    )


@pytest.mark.parametrize("by", [HOLDER, THIRD], ids=lambda each: each.subject)
def test_one_person_of_the_region_ends_it_and_those_who_had_it_are_told(
    withdraw, out, stores, by
) -> None:
    gone = withdraw(by, out)
    assert (Status.WITHDRAWN, True) == (gone.status, gone.review.waits)
    notices = [each.notice for each in stores.dispatches.of(out.alert_id)]
    assert [Status.ISSUED, Status.WITHDRAWN] == notices
    assert {"why": WHY, "capacity": "region:LON"} == stores.audit.rows[-1][4]


@pytest.mark.parametrize("by", [NORTH, UNSEATED, LEAD, HUB], ids=lambda each: each.subject)
def test_nobody_else_does_so_for_the_region(withdraw, out, stores, by) -> None:
    with pytest.raises(NotOfTheRegion):
        withdraw(by, out)
    assert Status.ISSUED is stores.alerts.get(out.alert_id).status


def test_a_region_does_not_end_the_message_of_the_hub(withdraw, stores) -> None:
    seated(stores)
    stores.alerts.add(hubs := issued())
    with pytest.raises(NotOfTheRegion):
        withdraw(HOLDER, hubs)


def test_the_hub_can_end_it_in_its_own_capacity(out, stores, unit_of_work, clock) -> None:
    """What is out in error is not held up by whose it is."""
    end = WithdrawAlert(unit_of_work=unit_of_work, clock=clock)
    gone = end(HUB, alert_id=out.alert_id, expected_version=out.version, why=WHY)
    assert Status.WITHDRAWN is gone.status
    assert {"why": WHY} == stores.audit.rows[-1][4]
