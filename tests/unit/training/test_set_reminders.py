"""Choosing whether to be reminded."""

from services.training.usecases.get_reminders import GetReminders
from services.training.usecases.set_reminders import SetReminders
from tests.fakes.training import LEARNER, NOON, OTHER


def test_what_is_chosen_holds_for_oneself_alone(unit_of_work, stores, clock) -> None:
    choose = SetReminders(unit_of_work=unit_of_work, clock=clock)
    get = GetReminders(unit_of_work=unit_of_work)
    assert choose(LEARNER, wanted=False) is False
    assert [False, True] == [get(LEARNER), get(OTHER)]
    assert NOON == stores.reminders.choices["learner"].stopped_at
    token = stores.reminders.choices["learner"].stop_token
    assert choose(LEARNER, wanted=True) is True
    assert (True, token) == (get(LEARNER), stores.reminders.choices["learner"].stop_token)
