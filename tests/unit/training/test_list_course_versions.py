"""Every version of every course, for who manages training."""

import pytest

from services.training.domain.course import Catalogue
from services.training.domain.errors import CourseNotFound
from services.training.usecases.list_course_versions import ListCourseVersions
from tests.fakes.training import COURSE_ID, FIRST_ID, VERIFIED, course
from tests.ports.assessment_stores import withdrawal


def test_all_versions_are_listed_with_what_was_withdrawn(unit_of_work, stores) -> None:
    """Also one that is not for everyone: who manages training reads no course by it."""
    catalogue = Catalogue([course(version=2, marking=VERIFIED), course()])
    stores.withdrawals.add(ended := withdrawal())
    listed = ListCourseVersions(unit_of_work=unit_of_work, catalogue=catalogue)()
    assert [(1, ended), (2, None)] == [(each.course.version, each.withdrawal) for each in listed]


def test_what_asks_for_a_course_first_is_said_while_it_is_offered(unit_of_work, stores) -> None:
    old = course(course_id=FIRST_ID, title="Next", prerequisites=(COURSE_ID,))
    catalogue = Catalogue([course(), course(version=2), old])
    versions = ListCourseVersions(unit_of_work=unit_of_work, catalogue=catalogue)
    assert [["Next"], ["Next"], []] == [[one.title for one in each.asked_by] for each in versions()]
    assert [old] == list(versions.one(COURSE_ID, 2).asked_by)
    with pytest.raises(CourseNotFound):
        versions.one(COURSE_ID, 3)
    stores.withdrawals.add(withdrawal(course_id=FIRST_ID))
    assert [[], [], []] == [list(each.asked_by) for each in versions()]
