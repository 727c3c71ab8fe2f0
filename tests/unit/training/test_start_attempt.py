"""Trying a module."""

from random import Random
from uuid import UUID

import pytest

from services.training.domain.enrolment import EnrolmentStatus
from services.training.domain.errors import (
    EnrolmentClosed,
    EnrolmentNotFound,
    ModuleNotFound,
    ModulePassed,
)
from services.training.usecases.start_attempt import StartAttempt
from tests.fakes.plumbing import FreshIds
from tests.fakes.training import CATALOGUE, LEARNER, OTHER, enrolment, handed_in, key

FIRST = UUID(int=1)


@pytest.fixture
def start(unit_of_work, clock) -> StartAttempt:
    return StartAttempt(
        unit_of_work=unit_of_work,
        catalogue=CATALOGUE,
        clock=clock,
        ids=FreshIds(),
        chance=Random(1),
    )


def test_what_is_drawn_is_kept_and_no_question_comes_twice(start, stores) -> None:
    stores.enrolments.add(mine := enrolment())
    attempt, module = start(LEARNER, enrolment_id=mine.enrolment_id, module_id=FIRST, key=key())
    assert attempt == stores.attempts.get(attempt.attempt_id)
    assert (1, 4, None) == (attempt.number, len(attempt.drawn), attempt.submitted_at)
    assert 4 == len({each.question_id for each in attempt.drawn})
    for each in attempt.drawn:
        choices = [choice.choice_id for choice in module.question(each.question_id).choices]
        assert sorted(choices) == sorted(each.choice_ids)


def test_nobody_draws_again_for_easier_questions(start, stores) -> None:
    stores.enrolments.add(mine := enrolment())
    drawn = [
        start(LEARNER, enrolment_id=mine.enrolment_id, module_id=FIRST, key=key(value=each))[0]
        for each in ("one", "one", "two")
    ]
    assert drawn[0] == drawn[1] == drawn[2]
    assert 1 == len(stores.attempts.kept)


def test_the_next_try_draws_anew_and_counts_on(start, stores) -> None:
    stores.enrolments.add(mine := enrolment())
    stores.attempts.add(first := handed_in(mine, wrong=4))
    second, _ = start(LEARNER, enrolment_id=mine.enrolment_id, module_id=FIRST, key=key())
    assert 2 == second.number
    assert first.attempt_id != second.attempt_id


def test_what_is_passed_is_not_tried_again(start, stores) -> None:
    stores.enrolments.add(mine := enrolment())
    stores.attempts.add(handed_in(mine))
    with pytest.raises(ModulePassed):
        start(LEARNER, enrolment_id=mine.enrolment_id, module_id=FIRST, key=key())


@pytest.mark.parametrize("status", [EnrolmentStatus.FAILED, EnrolmentStatus.COMPLETED])
def test_nothing_is_tried_in_a_closed_enrolment(start, stores, status: EnrolmentStatus) -> None:
    stores.enrolments.add(mine := enrolment(status=status))
    with pytest.raises(EnrolmentClosed):
        start(LEARNER, enrolment_id=mine.enrolment_id, module_id=FIRST, key=key())


def test_somebody_elses_enrolment_is_not_found_as_one_that_is_not_there(start, stores) -> None:
    stores.enrolments.add(mine := enrolment())
    said = []
    for enrolment_id in (mine.enrolment_id, FreshIds().new()):
        with pytest.raises(EnrolmentNotFound) as refused:
            start(OTHER, enrolment_id=enrolment_id, module_id=FIRST, key=key())
        said.append(str(refused.value))
    assert said[0] == said[1]
    with pytest.raises(ModuleNotFound):
        start(LEARNER, enrolment_id=mine.enrolment_id, module_id=UUID(int=9), key=key())
