"""Reading one course."""

from dataclasses import replace

import pytest

from kernel.principals import ANONYMOUS
from services.training.domain.course import Catalogue
from services.training.domain.enrolment import EnrolmentStatus
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
    FIRST_ID,
    LEARNER,
    OTHER,
    RETAILER,
    VERIFIED,
    attempt,
    completed,
    course,
    enrolment,
    key,
)

BOTH = Catalogue([course(), course(version=2)])


def test_a_learner_reads_the_version_they_began_and_others_the_newest(unit_of_work, stores) -> None:
    stores.enrolments.add(enrolment())
    get = GetCourse(unit_of_work=unit_of_work, catalogue=BOTH)
    assert 1 == get(LEARNER, course_id=COURSE_ID).course.version
    assert [2, 2] == [get(who, course_id=COURSE_ID).course.version for who in (OTHER, ANONYMOUS)]


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


RETAIL = Catalogue([course(sectors=frozenset({"retail", "tourism"}))])


def test_a_course_for_a_sector_is_found_by_its_people_and_by_who_began_it(
    unit_of_work, stores, clock
) -> None:
    needs = {"unit_of_work": unit_of_work, "catalogue": RETAIL}
    get = GetCourse(**needs)
    read = GetModule(**needs, clock=clock, mark=MarkOverdue(**needs, clock=clock))
    module = RETAIL.version(COURSE_ID, 1).modules[0].module_id
    assert 1 == get(RETAILER, course_id=COURSE_ID).course.version
    for who in (LEARNER, ANONYMOUS):
        with pytest.raises(CourseNotFound):
            get(who, course_id=COURSE_ID)
        with pytest.raises(CourseNotFound):
            read(who, course_id=COURSE_ID, module_id=module)
    stores.enrolments.add(mine := enrolment())
    for stage in (EnrolmentStatus.OPEN, EnrolmentStatus.COMPLETED):
        stores.enrolments.kept[mine.enrolment_id] = replace(mine, status=stage)
        assert 1 == get(LEARNER, course_id=COURSE_ID).course.version
        assert module == read(LEARNER, course_id=COURSE_ID, module_id=module).module.module_id


def test_what_comes_first_is_said_with_whether_it_is_done(unit_of_work, stores) -> None:
    both = Catalogue([course(), course(course_id=FIRST_ID, prerequisites=(COURSE_ID,))])
    get = GetCourse(unit_of_work=unit_of_work, catalogue=both)
    completed(stores)
    for who, done in ((LEARNER, True), (OTHER, False), (ANONYMOUS, False)):
        (first,) = get(who, course_id=FIRST_ID).prerequisites
        assert (COURSE_ID, done) == (first.course.course_id, first.completed)
