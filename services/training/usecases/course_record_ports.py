"""What telling of attempts at our own courses, and reading it again, needs."""

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol
from uuid import UUID

from services.training.domain.attempt import Attempt
from services.training.domain.course import Course
from services.training.domain.enrolment import Enrolment
from services.training.domain.testimony import Recorded


class CourseRecord(Protocol):
    """The statements about attempts at our own courses, of one transaction."""

    def tell(
        self,
        enrolment: Enrolment,
        course: Course,
        attempts: Sequence[Attempt],
        *,
        course_completed: bool,
    ) -> int:
        """Keep what is said of attempts that were handed in; return how many statements it is.

        The caller holds the enrolment. With `course_completed` the last attempt completed it.
        """
        ...

    def told(self, enrolment_ids: Collection[UUID]) -> Mapping[UUID, Sequence[Recorded]]:
        """Return what was said of enrolments, in the order of saying it."""
        ...

    def untold(self, enrolment_ids: Collection[UUID]) -> frozenset[UUID]:
        """Return the attempts of enrolments that were handed in and that nothing is said of."""
        ...

    def told_complete(self, enrolment_id: UUID) -> bool:
        """Return whether it was said that the course is completed."""
        ...

    def backlog(self, *, after: UUID | None, size: int) -> Sequence[UUID]:
        """Return enrolments with attempts that nothing is said of, by id, at most so many."""
        ...
