"""Beginning a course."""

from dataclasses import replace

import pytest

from chassis.errors import IdempotencyKeyReused
from services.training.domain.course import Catalogue
from services.training.domain.enrolment import EnrolmentStatus
from services.training.domain.errors import AlreadyEnrolled, CourseNotFound, PrerequisitesMissing
from services.training.usecases.enrol import Enrol
from services.training.usecases.get_course import GetCourse
from tests.fakes.plumbing import FreshIds
from tests.fakes.training import (
    COURSE_ID,
    FIRST_ID,
    LEARNER,
    OTHER,
    RETAILER,
    VERIFIED,
    completed,
    course,
    enrolment,
    key,
)
from tests.ports.assessment_stores import withdrawal


@pytest.fixture
def enrol(unit_of_work, clock) -> Enrol:
    catalogue = Catalogue([course(), course(version=2)])
    return Enrol(unit_of_work=unit_of_work, catalogue=catalogue, clock=clock, ids=FreshIds())


def test_a_learner_begins_the_newest_version(enrol, stores, clock) -> None:
    learning = enrol(LEARNER, course_id=COURSE_ID, key=key())
    mine = learning.enrolment
    assert ("learner", 2, EnrolmentStatus.OPEN, clock.now()) == (
        mine.subject,
        mine.course_version,
        mine.status,
        mine.enrolled_at,
    )
    assert [0, 0] == [each.submitted for each in learning.progress]
    assert mine == stores.enrolments.get(mine.enrolment_id)
    assert ["training.enrolled"] == [each.metric for each in stores.outbox.events]


def test_the_same_key_gives_the_same_enrolment_and_is_counted_once(enrol, stores) -> None:
    first = enrol(LEARNER, course_id=COURSE_ID, key=key())
    assert first == enrol(LEARNER, course_id=COURSE_ID, key=key())
    assert 1 == len(stores.outbox.events)
    with pytest.raises(IdempotencyKeyReused):
        enrol(LEARNER, course_id=COURSE_ID, key=key(body=b"2" * 32))


def test_nobody_takes_a_course_twice_at_once_but_may_begin_again_after_failing(
    enrol, stores
) -> None:
    first = enrol(LEARNER, course_id=COURSE_ID, key=key()).enrolment
    enrol(OTHER, course_id=COURSE_ID, key=key())
    with pytest.raises(AlreadyEnrolled):
        enrol(LEARNER, course_id=COURSE_ID, key=key(value="other"))
    stores.enrolments.save(replace(first, status=EnrolmentStatus.FAILED, version=2))
    again = enrol(LEARNER, course_id=COURSE_ID, key=key(value="third")).enrolment
    assert first.enrolment_id != again.enrolment_id


def test_a_course_that_may_not_be_seen_cannot_be_begun(unit_of_work, clock) -> None:
    enrol = Enrol(
        unit_of_work=unit_of_work,
        catalogue=Catalogue([course(marking=VERIFIED)]),
        clock=clock,
        ids=FreshIds(),
    )
    with pytest.raises(CourseNotFound):
        enrol(LEARNER, course_id=COURSE_ID, key=key())


def test_who_is_of_another_sector_cannot_begin_but_may_begin_again(
    unit_of_work, stores, clock
) -> None:
    catalogue = Catalogue([course(sectors=frozenset({"retail"}))])
    enrol = Enrol(unit_of_work=unit_of_work, catalogue=catalogue, clock=clock, ids=FreshIds())
    enrol(RETAILER, course_id=COURSE_ID, key=key())
    with pytest.raises(CourseNotFound):
        enrol(LEARNER, course_id=COURSE_ID, key=key(value="other"))
    completed(stores)
    again = enrol(LEARNER, course_id=COURSE_ID, key=key(value="third")).enrolment
    assert EnrolmentStatus.OPEN is again.status


def test_what_must_come_first_is_named_until_it_is_completed(unit_of_work, stores, clock) -> None:
    catalogue = Catalogue([course(), course(course_id=FIRST_ID, prerequisites=(COURSE_ID,))])
    enrol = Enrol(unit_of_work=unit_of_work, catalogue=catalogue, clock=clock, ids=FreshIds())
    stores.enrolments.add(mine := enrolment())
    for stage in (EnrolmentStatus.OPEN, EnrolmentStatus.FAILED):
        stores.enrolments.kept[mine.enrolment_id] = replace(mine, status=stage)
        with pytest.raises(PrerequisitesMissing, match="Complete first: Awareness"):
            enrol(LEARNER, course_id=FIRST_ID, key=key())
    stores.enrolments.kept.clear()
    completed(stores)
    begun = enrol(LEARNER, course_id=FIRST_ID, key=key()).enrolment
    assert (FIRST_ID, "learner") == (begun.course_id, begun.subject)
    with pytest.raises(PrerequisitesMissing):
        enrol(OTHER, course_id=FIRST_ID, key=key())


def test_what_nobody_can_begin_any_more_is_asked_for_no_more(unit_of_work, stores, clock) -> None:
    """A prerequisite that was withdrawn would shut the next course for everybody who is new."""
    both = [course(), course(version=2), course(course_id=FIRST_ID, prerequisites=(COURSE_ID,))]
    catalogue = Catalogue(both)
    enrol = Enrol(unit_of_work=unit_of_work, catalogue=catalogue, clock=clock, ids=FreshIds())
    get = GetCourse(unit_of_work=unit_of_work, catalogue=catalogue)
    stores.withdrawals.add(withdrawal(2))
    with pytest.raises(PrerequisitesMissing):
        enrol(LEARNER, course_id=FIRST_ID, key=key())
    assert [COURSE_ID] == [
        each.course.course_id for each in get(LEARNER, course_id=FIRST_ID).prerequisites
    ]
    stores.withdrawals.add(withdrawal(1))
    assert [] == get(LEARNER, course_id=FIRST_ID).prerequisites
    assert FIRST_ID == enrol(LEARNER, course_id=FIRST_ID, key=key()).enrolment.course_id
