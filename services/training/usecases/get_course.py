"""Read one course."""

from dataclasses import dataclass
from uuid import UUID

from kernel.principals import Principal
from services.training.domain.course import Catalogue, Course
from services.training.domain.withdrawal import versions_of
from services.training.usecases.ports import UnitOfWork
from services.training.usecases.reading import followed


@dataclass(frozen=True, slots=True, kw_only=True)
class GetCourse:
    """Return the version that the caller is going through, else the newest."""

    unit_of_work: UnitOfWork
    catalogue: Catalogue

    def __call__(self, caller: Principal, *, course_id: UUID) -> Course:
        """Return the course.

        Raises:
            CourseNotFound: there is none that the caller may know of.
        """
        with self.unit_of_work() as tx:
            learning = followed(tx, self.catalogue, caller, course_id)
            withdrawn = versions_of(tx.withdrawals.everything())
        if learning:
            return learning.course
        return self.catalogue.newest(caller, course_id, withdrawn)
