"""Answering a question."""

import pytest

from chassis.errors import Invalid, StaleVersion
from services.engagement.domain.errors import IllegalTransition, NotTheHolder
from services.engagement.domain.events import QuestionAnswered, QuestionChanged
from services.engagement.domain.question import Status
from services.engagement.domain.thread import Kind
from services.engagement.usecases.answer_question import AnswerQuestion
from tests.fakes.engagement import COLLEAGUE, EXPERT, NOON, answered, claimed, kept


@pytest.fixture
def answer(unit_of_work, clock) -> AnswerQuestion:
    return AnswerQuestion(unit_of_work=unit_of_work, clock=clock)


def test_the_answer_is_in_the_thread_and_others_learn_that_it_is_there(answer, stores) -> None:
    held = claimed(stores)
    conversation = answer(
        EXPERT, question_id=held.question_id, expected_version=2, text=" On the kerb.\r\n"
    )
    done = conversation.question
    assert (Status.ANSWERED, None) == (done.status, done.due_at)
    last = conversation.messages[-1]
    assert (Kind.ANSWER, "expert", "On the kerb.") == (last.kind, last.author, last.text)
    changed, told, used = stores.outbox.events
    assert (QuestionChanged(done), QuestionAnswered(done)) == (changed, told)
    assert ("engagement.question_answered", "retail") == (used.metric, used.detail)
    assert ("expert", "engagement:answer") == stores.audit.rows[-1][:2]
    assert "kerb" not in str(stores.audit.rows)


@pytest.mark.parametrize("text", ["", " \n", "x" * 10_001, "a\x00b"])
def test_a_text_that_breaks_a_rule_is_refused(answer, stores, text: str) -> None:
    held = claimed(stores)
    with pytest.raises(Invalid):
        answer(EXPERT, question_id=held.question_id, expected_version=2, text=text)
    assert 1 == len(stores.questions.thread(held.question_id))


def test_only_its_holder_answers_and_only_what_stands(answer, stores) -> None:
    held, open_one, done = claimed(stores), kept(stores), answered(stores)
    closed = done.close(by="asker", at=NOON)
    stores.questions.save(closed)
    refusals = [
        (COLLEAGUE, held, held.version, NotTheHolder),
        (EXPERT, open_one, open_one.version, NotTheHolder),
        (EXPERT, held, 1, StaleVersion),
        (EXPERT, closed, closed.version, IllegalTransition),
    ]
    for who, question, version, refusal in refusals:
        with pytest.raises(refusal):
            answer(who, question_id=question.question_id, expected_version=version, text="x")
    assert [] == stores.outbox.events
