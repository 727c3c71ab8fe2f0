"""Answers are kept while somebody goes on."""

import pytest

from chassis.errors import Invalid
from services.training.domain.enrolment import EnrolmentStatus
from services.training.domain.errors import (
    AttemptNotFound,
    AttemptSubmitted,
    EnrolmentClosed,
    QuestionNotDrawn,
)
from services.training.usecases.save_answers import SaveAnswers
from services.training.usecases.submit_answers import SubmitAnswers
from tests.fakes.training import (
    CATALOGUE,
    LEARNER,
    OTHER,
    attempt,
    enrolment,
    handed_in,
    key,
    right_answers,
)


@pytest.fixture
def save(unit_of_work, clock) -> SaveAnswers:
    return SaveAnswers(unit_of_work=unit_of_work, catalogue=CATALOGUE, clock=clock)


@pytest.fixture
def mine(stores):
    stores.enrolments.add(mine := enrolment())
    return mine


@pytest.fixture
def waiting(stores, mine):
    stores.attempts.add(waiting := attempt(mine))
    return waiting


def test_what_is_saved_one_by_one_is_all_there(save, stores, waiting) -> None:
    answers = right_answers(waiting)
    for name, taken in answers.items():
        save(LEARNER, attempt_id=waiting.attempt_id, answers={name: taken})
    kept = stores.attempts.get(waiting.attempt_id)
    assert (answers, None, frozenset()) == (kept.answers, kept.submitted_at, kept.right)


def test_the_last_choice_stands_and_none_takes_an_answer_back(save, stores, waiting) -> None:
    first, second = (each.question_id for each in waiting.drawn[:2])
    for taken in ("bad", "good"):
        save(LEARNER, attempt_id=waiting.attempt_id, answers={first: frozenset({taken})})
    save(LEARNER, attempt_id=waiting.attempt_id, answers={second: frozenset({"bad"})})
    save(LEARNER, attempt_id=waiting.attempt_id, answers={second: frozenset()})
    assert {first: frozenset({"good"})} == stores.attempts.get(waiting.attempt_id).answers


def test_what_was_saved_counts_when_the_rest_is_handed_in(
    save, stores, waiting, unit_of_work, clock
) -> None:
    answers = right_answers(waiting)
    first, *others = answers
    save(LEARNER, attempt_id=waiting.attempt_id, answers={name: answers[name] for name in others})
    submit = SubmitAnswers(unit_of_work=unit_of_work, catalogue=CATALOGUE, clock=clock)
    rest = {first: frozenset({"bad"})}
    marked = submit(LEARNER, attempt_id=waiting.attempt_id, answers=rest, key=key())
    assert (75, True) == (marked.attempt.score, marked.attempt.passed)
    assert answers | rest == marked.attempt.answers


def test_nothing_is_saved_of_what_the_attempt_does_not_ask(save, stores, waiting) -> None:
    with pytest.raises(QuestionNotDrawn):
        save(LEARNER, attempt_id=waiting.attempt_id, answers={"never": frozenset({"good"})})
    name = waiting.drawn[0].question_id
    with pytest.raises(Invalid):
        save(LEARNER, attempt_id=waiting.attempt_id, answers={name: frozenset({"forged"})})
    assert waiting == stores.attempts.get(waiting.attempt_id)


def test_somebody_elses_attempt_is_not_found_and_a_marked_one_stays(save, stores, mine) -> None:
    stores.attempts.add(marked := handed_in(mine))
    with pytest.raises(AttemptNotFound):
        save(OTHER, attempt_id=marked.attempt_id, answers={})
    with pytest.raises(AttemptSubmitted):
        save(LEARNER, attempt_id=marked.attempt_id, answers={})
    assert marked == stores.attempts.get(marked.attempt_id)


def test_nothing_is_saved_in_an_enrolment_that_ended(save, stores) -> None:
    stores.enrolments.add(failed := enrolment(status=EnrolmentStatus.FAILED))
    stores.attempts.add(left := attempt(failed))
    with pytest.raises(EnrolmentClosed):
        save(LEARNER, attempt_id=left.attempt_id, answers=right_answers(left))
    assert left == stores.attempts.get(left.attempt_id)
