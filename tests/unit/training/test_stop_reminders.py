"""Stopping reminders by a link."""

from services.training.domain.reminder import ReminderChoice
from services.training.usecases.stop_reminders import StopReminders
from tests.fakes.training import NOON


def test_a_link_ends_them_once_and_an_unknown_one_says_nothing(unit_of_work, stores, clock) -> None:
    stores.reminders.keep(ReminderChoice(subject="learner", stop_token="t"))
    stop = StopReminders(unit_of_work=unit_of_work, clock=clock)
    stop(token="unknown")
    assert stores.reminders.choices["learner"].stopped_at is None
    stop(token="t")
    clock.pass_(days=1)
    stop(token="t")
    assert NOON == stores.reminders.choices["learner"].stopped_at
    assert ["training:stop-reminders"] == [each[1] for each in stores.audit.rows]
    assert "learner" not in stores.audit.rows[0][2]
