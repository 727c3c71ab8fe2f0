"""Handing an attempt in."""

import pytest

from chassis.errors import IdempotencyKeyReused, Invalid
from services.training.domain.enrolment import EnrolmentStatus
from services.training.domain.errors import (
    AttemptNotFound,
    AttemptSubmitted,
    EnrolmentClosed,
    QuestionNotDrawn,
)
from services.training.domain.events import CourseCompleted
from services.training.usecases.submit_answers import SubmitAnswers
from tests.fakes.plumbing import FreshIds
from tests.fakes.training import (
    CATALOGUE,
    LEARNER,
    OTHER,
    attempt,
    enrolment,
    handed_in,
    key,
    module,
    right_answers,
)


@pytest.fixture
def submit(unit_of_work, clock) -> SubmitAnswers:
    return SubmitAnswers(unit_of_work=unit_of_work, catalogue=CATALOGUE, clock=clock)


@pytest.fixture
def mine(stores):
    stores.enrolments.add(mine := enrolment())
    return mine


@pytest.fixture
def waiting(stores, mine):
    stores.attempts.add(waiting := attempt(mine))
    return waiting


def test_three_of_four_right_pass_and_two_do_not(submit, stores, mine) -> None:
    for wrong, passed, score in ((1, True, 75), (2, False, 50)):
        number = wrong
        stores.attempts.add(tried := attempt(mine, 1, module_number=number))
        marked = submit(
            LEARNER,
            attempt_id=tried.attempt_id,
            answers=right_answers(tried, all_but=wrong),
            key=key(value=str(wrong)),
        )
        assert (passed, score) == (marked.attempt.passed, marked.attempt.score)
        assert marked.attempt == stores.attempts.get(tried.attempt_id)


def test_a_question_left_out_is_a_wrong_answer(submit, waiting) -> None:
    marked = submit(LEARNER, attempt_id=waiting.attempt_id, answers={}, key=key())
    assert (0, False) == (marked.attempt.score, marked.attempt.passed)


def test_the_last_module_passed_completes_the_course(submit, stores, mine, clock) -> None:
    stores.attempts.add(handed_in(mine, module_number=1))
    stores.attempts.add(last := attempt(mine, module_number=2))
    clock.pass_(hours=1)
    marked = submit(LEARNER, attempt_id=last.attempt_id, answers=right_answers(last), key=key())
    done = marked.learning.enrolment
    assert (EnrolmentStatus.COMPLETED, clock.now(), 2) == (
        done.status,
        done.completed_at,
        done.version,
    )
    assert done == stores.enrolments.get(mine.enrolment_id)
    attempted, completed, counted = stores.outbox.events
    assert CourseCompleted(done) == completed
    assert ["training.attempted", "training.completed"] == [attempted.metric, counted.metric]
    assert ["passed", "Awareness"] == [attempted.detail, counted.detail]


def test_the_last_try_missed_fails_the_enrolment(submit, stores, mine) -> None:
    stores.attempts.add(handed_in(mine, 1, wrong=4))
    stores.attempts.add(last := attempt(mine, 2))
    marked = submit(LEARNER, attempt_id=last.attempt_id, answers={}, key=key())
    assert EnrolmentStatus.FAILED is marked.learning.enrolment.status
    assert not any(isinstance(each, CourseCompleted) for each in stores.outbox.events)


def test_nothing_is_marked_once_another_modules_tries_are_used_up(submit, stores) -> None:
    stores.enrolments.add(failed := enrolment(status=EnrolmentStatus.FAILED))
    stores.attempts.add(left := attempt(failed))
    with pytest.raises(EnrolmentClosed):
        submit(LEARNER, attempt_id=left.attempt_id, answers=right_answers(left), key=key())
    assert left == stores.attempts.get(left.attempt_id)


def test_an_answer_to_a_question_that_was_not_drawn_is_refused(submit, stores, waiting) -> None:
    asked = {each.question_id for each in waiting.drawn}
    strange = next(each.question_id for each in module(1).bank if each.question_id not in asked)
    for forged in (strange, "never"):
        answers = right_answers(waiting) | {forged: frozenset({"good"})}
        with pytest.raises(QuestionNotDrawn) as refused:
            submit(LEARNER, attempt_id=waiting.attempt_id, answers=answers, key=key())
        assert [f"answers.{forged}"] == [each.field for each in refused.value.violations]
    assert waiting == stores.attempts.get(waiting.attempt_id)


def test_a_choice_that_the_question_does_not_have_is_refused(submit, waiting) -> None:
    name = waiting.drawn[0].question_id
    with pytest.raises(Invalid) as refused:
        submit(
            LEARNER,
            attempt_id=waiting.attempt_id,
            answers={name: frozenset({"good", "forged"})},
            key=key(),
        )
    assert ("INVALID", [f"answers.{name}"]) == (
        refused.value.reason,
        [each.field for each in refused.value.violations],
    )


def test_an_attempt_is_marked_once_and_the_same_key_gives_the_same_again(
    submit, stores, waiting
) -> None:
    first = submit(LEARNER, attempt_id=waiting.attempt_id, answers={}, key=key())
    told = list(stores.outbox.events)
    assert first == submit(LEARNER, attempt_id=waiting.attempt_id, answers={}, key=key())
    with pytest.raises(AttemptSubmitted):
        submit(
            LEARNER,
            attempt_id=waiting.attempt_id,
            answers=right_answers(waiting),
            key=key(value="second"),
        )
    with pytest.raises(IdempotencyKeyReused):
        submit(
            LEARNER,
            attempt_id=waiting.attempt_id,
            answers=right_answers(waiting),
            key=key(body=b"2" * 32),
        )
    assert not stores.attempts.get(waiting.attempt_id).passed
    assert told == stores.outbox.events


def test_somebody_elses_attempt_is_not_found_as_one_that_is_not_there(submit, waiting) -> None:
    said = []
    for attempt_id in (waiting.attempt_id, FreshIds().new()):
        with pytest.raises(AttemptNotFound) as refused:
            submit(OTHER, attempt_id=attempt_id, answers=right_answers(waiting), key=key())
        said.append(str(refused.value))
    assert said[0] == said[1]


def test_what_was_marked_is_told_at_once_and_with_it_what_it_completes(
    submit, stores, mine, unit_of_work
) -> None:
    stores.attempts.add(handed_in(mine, module_number=2))
    stores.attempts.add(tried := attempt(mine))
    asked = {"attempt_id": tried.attempt_id, "answers": right_answers(tried), "key": key()}
    unit_of_work.fail_at_commit = _away
    with pytest.raises(ConnectionError):
        submit(LEARNER, **asked)
    assert ({}, 0) == (stores.records.statements, stores.course_record.writes)
    unit_of_work.fail_at_commit = lambda: None
    for _ in "12":
        submit(LEARNER, **asked)
    said = stores.course_record.told([mine.enrolment_id])[mine.enrolment_id]
    assert {str(tried.attempt_id)} == {each.session_id for each in said}
    names = [each.verb_id.rpartition("/")[2] for each in said]
    assert [*["answered"] * 4, "passed", "completed", "completed", "satisfied"] == names
    assert 1 == stores.course_record.writes  # however many questions there are


def _away() -> None:
    raise ConnectionError
