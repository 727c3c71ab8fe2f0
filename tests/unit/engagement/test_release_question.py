"""Putting a question back."""

import pytest

from chassis.errors import StaleVersion
from services.engagement.domain.errors import IllegalTransition, NotTheHolder
from services.engagement.domain.events import QuestionChanged
from services.engagement.domain.question import Status
from services.engagement.usecases.release_question import ReleaseQuestion
from tests.fakes.engagement import COLLEAGUE, EXPERT, answered, claimed


@pytest.fixture
def release(unit_of_work, clock) -> ReleaseQuestion:
    return ReleaseQuestion(unit_of_work=unit_of_work, clock=clock)


def test_others_may_take_it_again(release, stores) -> None:
    held = claimed(stores)
    free = release(EXPERT, question_id=held.question_id, expected_version=2).question
    assert (Status.OPEN, None, 3) == (free.status, free.holder, free.version)
    assert [QuestionChanged(free)] == stores.outbox.events
    assert 1 == len(stores.audit.rows)


def test_only_its_holder_may_and_only_at_the_version_that_stands(release, stores) -> None:
    held = claimed(stores)
    with pytest.raises(NotTheHolder):
        release(COLLEAGUE, question_id=held.question_id, expected_version=2)
    with pytest.raises(StaleVersion):
        release(EXPERT, question_id=held.question_id, expected_version=1)
    done = answered(stores)
    with pytest.raises(IllegalTransition):
        release(EXPERT, question_id=done.question_id, expected_version=done.version)
    assert [] == stores.outbox.events
