"""What waits for somebody to pass it on."""

import pytest

from kernel.markings import Tlp
from services.alerts.domain.cascade import Context
from services.alerts.usecases.list_waiting_steps import ListWaitingSteps
from tests.fakes.alerts import NOON, READER
from tests.unit.alerts.cascaded import DEPUTY, LEAD, LONDON, REGION, RETAIL, Along, along, seated

WORD = Context(text="The service road is shut.", tlp=Tlp.CLEAR)


@pytest.fixture
def cascade(unit_of_work, clock):
    seated(unit_of_work.stores)
    return Along(unit_of_work, clock)


def test_each_sees_what_is_theirs_to_pass_on_with_what_the_region_added(
    unit_of_work, clock, cascade, stores
) -> None:
    waiting = ListWaitingSteps(unit_of_work=unit_of_work, clock=clock)
    alert = along(stores)
    assert [LONDON] == [each.step.branch for each in waiting(REGION)]
    assert [] == waiting(LEAD) == waiting(READER)
    cascade.passed(alert, LONDON, REGION, WORD)
    assert [] == waiting(REGION)
    for who in (LEAD, DEPUTY):
        (found,) = waiting(who)
        assert (RETAIL, alert, WORD) == (found.step.branch, found.alert, found.above)
    cascade.passed(alert, RETAIL, DEPUTY)
    assert [] == waiting(LEAD)


def test_what_ended_waits_for_nobody(unit_of_work, clock, cascade, stores) -> None:
    alert = along(stores)
    stores.alerts.save(alert.withdraw(by="approver", why="wrong town", at=NOON))
    assert [] == ListWaitingSteps(unit_of_work=unit_of_work, clock=clock)(REGION)
