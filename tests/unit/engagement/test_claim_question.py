"""Claiming a question."""

from datetime import timedelta

import pytest

from chassis.errors import StaleVersion
from services.engagement.domain.errors import OwnQuestion, QuestionHeld, QuestionNotFound
from services.engagement.domain.events import QuestionChanged
from services.engagement.usecases.claim_question import ClaimQuestion
from tests.fakes.engagement import (
    COLLEAGUE,
    DUE,
    EXPERT,
    NOON,
    OTHER,
    WELSH,
    a_principal,
    claimed,
    kept,
    staffed,
)


@pytest.fixture
def claim(unit_of_work, clock) -> ClaimQuestion:
    return ClaimQuestion(unit_of_work=unit_of_work, clock=clock)


def test_it_is_the_experts_alone_and_others_learn_of_it(claim, stores) -> None:
    question = kept(stores)
    held = claim(EXPERT, question_id=question.question_id, expected_version=1).question
    assert ("expert", 2) == (held.holder, held.version)
    changed, used = stores.outbox.events
    assert QuestionChanged(held) == changed
    assert ("engagement.question_claimed", "retail") == (used.metric, used.detail)
    assert [("expert", "engagement:claim")] == [row[:2] for row in stores.audit.rows]


def test_of_two_who_read_the_same_version_the_second_learns_that_it_is_held(claim, stores) -> None:
    question = kept(stores)
    claim(EXPERT, question_id=question.question_id, expected_version=1)
    with pytest.raises(QuestionHeld):
        claim(COLLEAGUE, question_id=question.question_id, expected_version=1)
    assert "expert" == stores.questions.get(question.question_id).holder


def test_a_late_one_is_taken_over_and_the_record_says_so(claim, stores, clock) -> None:
    held = claimed(stores)
    clock.moment = DUE + timedelta(days=1)
    taken = claim(COLLEAGUE, question_id=held.question_id, expected_version=held.version)
    assert "colleague" == taken.question.holder
    assert {"taken_over": True} == stores.audit.rows[-1][-1]


def test_what_changed_since_it_was_read_is_stale(claim, stores, clock) -> None:
    held = claimed(stores)
    stores.questions.save(held.release(by="expert", at=NOON))
    with pytest.raises(StaleVersion):
        claim(EXPERT, question_id=held.question_id, expected_version=1)


def test_what_is_not_for_the_caller_is_not_found_and_what_is_theirs_is_refused(
    claim, stores
) -> None:
    staffed(stores, EXPERT, WELSH)
    question = kept(stores)
    for who in (WELSH, OTHER):
        with pytest.raises(QuestionNotFound):
            claim(who, question_id=question.question_id, expected_version=1)
    asker = a_principal("asker", "expert", regions=["LON"], sectors=["retail"])
    with pytest.raises(OwnQuestion):
        claim(asker, question_id=question.question_id, expected_version=1)
    assert [] == stores.outbox.events
