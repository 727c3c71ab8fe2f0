"""Following up."""

import pytest

from chassis.errors import Invalid, StaleVersion
from services.engagement.domain.errors import QuestionNotFound
from services.engagement.domain.events import QuestionChanged
from services.engagement.domain.question import Status
from services.engagement.usecases.ask_further import AskFurther
from tests.fakes.engagement import ASKER, CLOCK, EXPERT, OTHER, answered, kept


@pytest.fixture
def ask_further(unit_of_work, clock) -> AskFurther:
    return AskFurther(unit_of_work=unit_of_work, clock=clock, answer_clock=CLOCK)


def test_an_answered_question_is_asked_again(ask_further, stores) -> None:
    done = answered(stores)
    asked = ask_further(
        ASKER, question_id=done.question_id, expected_version=done.version, text="And at night?"
    )
    again = asked.conversation.question
    assert (Status.CLAIMED, "expert") == (again.status, again.holder)
    assert (3, False) == (asked.answer_working_days, asked.emergency.call_now)
    assert [QuestionChanged(again)] == stores.outbox.events
    assert "And at night?" == asked.conversation.messages[-1].text


def test_danger_in_a_follow_up_is_answered_with_999_first(ask_further, stores) -> None:
    question = kept(stores)
    asked = ask_further(
        ASKER, question_id=question.question_id, expected_version=1, text="We are under attack"
    )
    assert asked.emergency.call_now
    assert stores.questions.get(question.question_id).urgent


def test_only_its_asker_follows_up_with_words_at_the_version_that_stands(
    ask_further, stores
) -> None:
    question = kept(stores)
    said = {"question_id": question.question_id, "expected_version": 1, "text": "x"}
    for who in (EXPERT, OTHER):
        with pytest.raises(QuestionNotFound):
            ask_further(who, **said)
    with pytest.raises(StaleVersion):
        ask_further(ASKER, **said | {"expected_version": 2})
    with pytest.raises(Invalid):
        ask_further(ASKER, **said | {"text": " "})
    assert question == stores.questions.get(question.question_id)
