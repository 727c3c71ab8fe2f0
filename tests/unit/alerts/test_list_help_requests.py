"""The queue of those who need help, as officers see it."""

from datetime import timedelta

import pytest

from services.alerts.domain.answer import Answer
from services.alerts.usecases.list_help_requests import ListHelpRequests
from tests.fakes.alerts import NOON, person
from tests.ports.answer_stores import answered, called, someone
from tests.unit.alerts.answering import DUTY, staffed


@pytest.fixture
def list_(unit_of_work, clock) -> ListHelpRequests:
    return ListHelpRequests(unit_of_work=unit_of_work, clock=clock)


def test_the_oldest_is_first_and_nothing_is_left_out(list_, stores) -> None:
    shift = staffed(stores)
    calls = [called(someone(), at=NOON + timedelta(minutes=number)) for number in range(3)]
    for each in reversed(calls):
        stores.help.ask(each)
    first, place, shifts = list_(DUTY, after=None, size=2)
    rest, end, _ = list_(DUTY, after=place, size=2)
    assert calls == [each.request for each in (*first, *rest)]
    assert (end, [shift]) == (None, list(shifts))


def test_how_to_reach_somebody_is_for_the_officer_who_took_the_call(list_, stores) -> None:
    call = called(someone("one"))
    stores.help.ask(call)
    stores.answers.save(answered(call.thread_id, call.answerer, Answer.NEED_HELP))

    def seen(who):
        ((one,), _, _) = list_(who, after=None, size=10)
        return one.mine, one.contacts, one.says_now

    assert (False, (), Answer.NEED_HELP) == seen(DUTY)
    stores.help.save(call.take(by="duty", at=NOON))
    assert (True, ("020 7946 0000",), Answer.NEED_HELP) == seen(DUTY)
    assert (False, ()) == seen(person("other", "duty-officer"))[:2]
