"""Whether one is reminded."""

from services.training.domain.reminder import ReminderChoice
from services.training.usecases.get_reminders import GetReminders
from tests.fakes.training import LEARNER, NOON, OTHER


def test_who_never_chose_is_and_who_stopped_them_is_not(unit_of_work, stores) -> None:
    stores.reminders.keep(ReminderChoice(subject="other", stop_token="t", stopped_at=NOON))
    get = GetReminders(unit_of_work=unit_of_work)
    assert [True, False] == [get(LEARNER), get(OTHER)]
    assert ["other"] == list(stores.reminders.choices)
