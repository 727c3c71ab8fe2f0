"""An officer leaves a queue."""

from uuid import uuid4

import pytest

from chassis.errors import StaleVersion
from services.alerts.domain.errors import NotStaffed, StaffingNotFound
from services.alerts.usecases.leave_help_queue import LeaveHelpQueue
from tests.fakes.alerts import NOON, person
from tests.unit.alerts.answering import DUTY, staffed


@pytest.fixture
def leave(unit_of_work, clock) -> LeaveHelpQueue:
    return LeaveHelpQueue(unit_of_work=unit_of_work, clock=clock)


def test_who_leaves_is_not_there(leave, stores) -> None:
    shift = staffed(stores)
    leave(DUTY, staffing_id=shift.staffing_id, expected_version=1)
    assert [] == list(stores.help.staffed(NOON))
    assert ["alerts:leave-help"] == [row[1] for row in stores.audit.rows]
    with pytest.raises(NotStaffed):
        leave(DUTY, staffing_id=shift.staffing_id, expected_version=2)


def test_nobody_sends_another_home(leave, stores) -> None:
    shift = staffed(stores)
    with pytest.raises(StaffingNotFound):
        leave(person("other", "duty-officer"), staffing_id=shift.staffing_id, expected_version=1)
    with pytest.raises(StaffingNotFound):
        leave(DUTY, staffing_id=uuid4(), expected_version=1)
    with pytest.raises(StaleVersion):
        leave(DUTY, staffing_id=shift.staffing_id, expected_version=2)
    assert [shift] == list(stores.help.staffed(NOON))
