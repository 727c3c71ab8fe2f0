"""Reading one course."""

import pytest

from kernel.principals import ANONYMOUS
from services.training.domain.course import Catalogue
from services.training.domain.errors import CourseNotFound
from services.training.usecases.get_course import GetCourse
from services.training.usecases.get_module import GetModule
from services.training.usecases.mark_overdue import MarkOverdue
from services.training.usecases.save_answers import SaveAnswers
from services.training.usecases.start_attempt import StartAttempt
from services.training.usecases.submit_answers import SubmitAnswers
from tests.fakes.plumbing import FreshIds
from tests.fakes.training import (
    COURSE_ID,
    LEARNER,
    OTHER,
    VERIFIED,
    attempt,
    course,
    enrolment,
    key,
)

BOTH = Catalogue([course(), course(version=2)])


def test_a_learner_reads_the_version_they_began_and_others_the_newest(unit_of_work, stores) -> None:
    stores.enrolments.add(enrolment())
    get = GetCourse(unit_of_work=unit_of_work, catalogue=BOTH)
    assert 1 == get(LEARNER, course_id=COURSE_ID).version
    assert [2, 2] == [get(who, course_id=COURSE_ID).version for who in (OTHER, ANONYMOUS)]


def test_who_lost_a_tier_does_not_finish_a_course_for_that_tier(
    unit_of_work, stores, clock
) -> None:
    secret = Catalogue([course(marking=VERIFIED)])
    stores.enrolments.add(mine := enrolment())
    stores.attempts.add(waiting := attempt(mine))
    needs = {"unit_of_work": unit_of_work, "catalogue": secret}
    acts = (
        lambda: GetCourse(**needs)(LEARNER, course_id=COURSE_ID),
        lambda: GetModule(**needs, clock=clock, mark=MarkOverdue(**needs, clock=clock))(
            LEARNER, course_id=COURSE_ID, module_id=waiting.module_id
        ),
        lambda: SaveAnswers(**needs, clock=clock)(
            LEARNER, attempt_id=waiting.attempt_id, answers={}
        ),
        lambda: StartAttempt(**needs, clock=clock, ids=FreshIds())(
            LEARNER, enrolment_id=mine.enrolment_id, module_id=waiting.module_id, key=key()
        ),
        lambda: SubmitAnswers(**needs, clock=clock)(
            LEARNER, attempt_id=waiting.attempt_id, answers={}, key=key()
        ),
    )
    for act in acts:
        with pytest.raises(CourseNotFound):
            act()


def test_what_may_not_be_seen_is_not_found_as_what_is_not_there(unit_of_work) -> None:
    secret = Catalogue([course(marking=VERIFIED)])
    get = GetCourse(unit_of_work=unit_of_work, catalogue=secret)
    said = []
    for course_id in (COURSE_ID, FreshIds().new()):
        with pytest.raises(CourseNotFound) as refused:
            get(LEARNER, course_id=course_id)
        said.append(str(refused.value))
    assert said[0] == said[1]
