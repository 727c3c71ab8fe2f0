"""Every version of every course, for who manages training."""

from services.training.domain.course import Catalogue
from services.training.usecases.list_course_versions import ListCourseVersions
from tests.fakes.training import VERIFIED, course
from tests.ports.assessment_stores import withdrawal


def test_all_versions_are_listed_with_what_was_withdrawn(unit_of_work, stores) -> None:
    """Also one that is not for everyone: who manages training reads no course by it."""
    catalogue = Catalogue([course(version=2, marking=VERIFIED), course()])
    stores.withdrawals.add(ended := withdrawal())
    listed = ListCourseVersions(unit_of_work=unit_of_work, catalogue=catalogue)()
    assert [(1, ended), (2, None)] == [(each.version, found) for each, found in listed]
