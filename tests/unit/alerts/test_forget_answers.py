"""Who answered what is forgotten after ninety days."""

from datetime import timedelta

from services.alerts.usecases.forget_answers import KEPT, ForgetAnswers
from tests.fakes.alerts import NOON
from tests.ports.answer_stores import answered, called, someone


def test_what_is_older_is_forgotten_and_what_is_open_is_not(unit_of_work, stores, clock) -> None:
    old = NOON - KEPT - timedelta(seconds=1)
    call = called(someone("one"), at=old)
    stores.answers.save(answered(call.thread_id, someone("one"), at=old))
    stores.answers.save(answered(call.thread_id, someone("two")))
    stores.help.ask(call)
    over = called(someone("three"), at=old)
    stores.help.ask(over)
    stores.help.save(over.withdrawn(old))
    assert 3 == ForgetAnswers(unit_of_work=unit_of_work, clock=clock)()
    assert [call] == list(stores.help.calls.values())
    assert ["two"] == [each.answerer.subject for each in stores.answers.past]
