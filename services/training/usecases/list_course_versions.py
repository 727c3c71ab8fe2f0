"""List every version of every course."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from services.training.domain.course import Catalogue, Course
from services.training.domain.withdrawal import Withdrawal, versions_of
from services.training.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionSeen:
    """A version, what stands of it if it was withdrawn, and what asks for its course first."""

    course: Course
    withdrawal: Withdrawal | None
    asked_by: Sequence[Course]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListCourseVersions:
    """Return versions of courses, and what stands of those that were withdrawn."""

    unit_of_work: UnitOfWork
    catalogue: Catalogue

    def __call__(self) -> list[VersionSeen]:
        """Return all of them by course, oldest version first."""
        with self.unit_of_work() as tx:
            withdrawals = tx.withdrawals.everything()
        return [self._seen(each, withdrawals) for each in self.catalogue.everything()]

    def one(self, course_id: UUID, version: int) -> VersionSeen:
        """Return one of them.

        Raises:
            CourseNotFound: there is no such version.
        """
        with self.unit_of_work() as tx:
            withdrawals = tx.withdrawals.everything()
        return self._seen(self.catalogue.version(course_id, version), withdrawals)

    def _seen(self, course: Course, withdrawals: Sequence[Withdrawal]) -> VersionSeen:
        withdrawn = {each.version: each for each in withdrawals}
        return VersionSeen(
            course=course,
            withdrawal=withdrawn.get((course.course_id, course.version)),
            asked_by=self.catalogue.asking_for(course.course_id, versions_of(withdrawals)),
        )
