"""Ending a question."""

import pytest

from chassis.errors import StaleVersion
from services.engagement.domain.errors import IllegalTransition, NotTheHolder, QuestionNotFound
from services.engagement.domain.events import QuestionChanged
from services.engagement.domain.question import Status
from services.engagement.usecases.close_question import CloseQuestion
from tests.fakes.engagement import ASKER, COLLEAGUE, EXPERT, OTHER, answered, kept


@pytest.fixture
def close(unit_of_work, clock) -> CloseQuestion:
    return CloseQuestion(unit_of_work=unit_of_work, clock=clock)


@pytest.mark.parametrize("who", [ASKER, EXPERT])
def test_its_asker_or_its_holder_ends_it(close, stores, who) -> None:
    done = answered(stores)
    ended = close(who, question_id=done.question_id, expected_version=done.version).question
    assert (Status.CLOSED, None) == (ended.status, ended.due_at)
    assert [QuestionChanged(ended)] == stores.outbox.events
    with pytest.raises(IllegalTransition):
        close(who, question_id=done.question_id, expected_version=ended.version)


def test_an_asker_takes_back_what_nobody_claimed(close, stores) -> None:
    question = kept(stores)
    ended = close(ASKER, question_id=question.question_id, expected_version=1).question
    assert Status.CLOSED is ended.status


def test_nobody_else_may_and_an_old_version_is_stale(close, stores) -> None:
    question = kept(stores)
    for who, refusal in ((COLLEAGUE, NotTheHolder), (OTHER, QuestionNotFound)):
        with pytest.raises(refusal):
            close(who, question_id=question.question_id, expected_version=1)
    with pytest.raises(StaleVersion):
        close(ASKER, question_id=question.question_id, expected_version=2)
    assert [] == stores.outbox.events
