"""Read one course."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from kernel.principals import Principal
from services.training.domain.course import Catalogue, Course
from services.training.domain.prerequisites import Prerequisite, prerequisites_of
from services.training.domain.withdrawal import versions_of
from services.training.usecases.ports import UnitOfWork
from services.training.usecases.reading import followed, newest_known


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseRead:
    """A course, and what it asks for first."""

    course: Course
    prerequisites: Sequence[Prerequisite]


@dataclass(frozen=True, slots=True, kw_only=True)
class GetCourse:
    """Return the version that the caller is going through, else the newest."""

    unit_of_work: UnitOfWork
    catalogue: Catalogue

    def __call__(self, caller: Principal, *, course_id: UUID) -> CourseRead:
        """Return the course.

        Raises:
            CourseNotFound: there is none that the caller may know of.
        """
        with self.unit_of_work() as tx:
            learning = followed(tx, self.catalogue, caller, course_id)
            withdrawn = versions_of(tx.withdrawals.everything())
            mine = tx.enrolments.of_subject(caller.subject) if caller.subject else ()
        course = (
            learning.course
            if learning
            else newest_known(self.catalogue, caller, course_id, withdrawn, mine)
        )
        asked = prerequisites_of(course, self.catalogue, mine, withdrawn)
        return CourseRead(course=course, prerequisites=asked)
