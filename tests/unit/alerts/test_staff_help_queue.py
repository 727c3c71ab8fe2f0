"""An officer says that they answer a queue, with an end."""

from datetime import timedelta

import pytest

from chassis.errors import Invalid
from services.alerts.usecases.staff_help_queue import StaffHelpQueue
from tests.fakes.alerts import NOON
from tests.fakes.plumbing import FreshIds
from tests.unit.alerts.answering import DUTY, fresh

HOUR = timedelta(hours=1)


@pytest.fixture
def staff(unit_of_work, clock):
    use = StaffHelpQueue(unit_of_work=unit_of_work, clock=clock, ids=FreshIds())

    def staff(queue="LON", until=NOON + HOUR, key=None):
        return use(DUTY, queue=queue, until=until, key=key or fresh("StaffHelpQueue"))

    return staff


def test_a_shift_begins_and_is_on_record(staff, stores) -> None:
    shift = staff()
    assert [shift] == list(stores.help.staffed(NOON))
    ((who, did, what, _, detail),) = stores.audit.rows
    assert ("duty", "alerts:staff-help", str(shift.staffing_id), "LON") == (
        who,
        did,
        what,
        detail["queue"],
    )


def test_saying_it_again_ends_the_earlier_one(staff, stores) -> None:
    staff()
    longer = staff(until=NOON + 2 * HOUR)
    assert [longer] == list(stores.help.staffed(NOON))
    staff("NATIONAL")
    assert 2 == len(stores.help.staffed(NOON))


def test_the_same_key_is_the_same_shift(staff, stores) -> None:
    key = fresh("StaffHelpQueue")
    assert staff(key=key) == staff(key=key)
    assert 1 == len(stores.help.shifts)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"queue": "MOON"}, "queue"),
        ({"queue": ""}, "queue"),
        ({"until": NOON}, "until"),
        ({"until": NOON + 12 * HOUR + timedelta(seconds=1)}, "until"),
    ],
)
def test_no_such_queue_and_no_endless_shift(staff, stores, wrong, field) -> None:
    with pytest.raises(Invalid) as refused:
        staff(**wrong)
    assert [field] == [each.field for each in refused.value.violations]
    assert {} == stores.help.shifts
