"""Reading what a module teaches."""

from uuid import UUID

import pytest

from kernel.principals import ANONYMOUS
from services.training.domain.errors import ModuleNotFound
from services.training.usecases.get_module import GetModule
from services.training.usecases.mark_overdue import MarkOverdue
from tests.fakes.training import (
    CATALOGUE,
    COURSE_ID,
    LEARNER,
    OTHER,
    attempt,
    course,
    enrolment,
    handed_in,
)

FIRST = UUID(int=1)


@pytest.fixture
def get(unit_of_work, clock) -> GetModule:
    needs = {"unit_of_work": unit_of_work, "catalogue": CATALOGUE, "clock": clock}
    return GetModule(**needs, mark=MarkOverdue(**needs))


def test_a_learner_sees_how_far_they_are_and_what_waits_for_answers(get, stores) -> None:
    stores.enrolments.add(mine := enrolment())
    stores.attempts.add(handed_in(mine, wrong=2))
    stores.attempts.add(waiting := attempt(mine, 2))
    read = get(LEARNER, course_id=COURSE_ID, module_id=FIRST)
    assert (course(), course().modules[0]) == (read.course, read.module)
    assert read.progress is not None
    assert (1, 50, None) == (read.progress.submitted, read.progress.best, read.progress.passed_at)
    assert waiting == read.progress.open


def test_who_is_not_enrolled_reads_it_all_the_same(get, stores) -> None:
    stores.enrolments.add(enrolment())
    for who in (ANONYMOUS, OTHER):
        read = get(who, course_id=COURSE_ID, module_id=FIRST)
        assert (course().modules[0], None) == (read.module, read.progress)


def test_a_module_of_no_course_is_not_found(get) -> None:
    with pytest.raises(ModuleNotFound):
        get(LEARNER, course_id=COURSE_ID, module_id=UUID(int=9))
