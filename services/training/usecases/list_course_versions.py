"""List every version of every course."""

from dataclasses import dataclass

from services.training.domain.course import Catalogue, Course
from services.training.domain.withdrawal import Withdrawal
from services.training.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class ListCourseVersions:
    """Return every version of every course, and what stands of those that were withdrawn."""

    unit_of_work: UnitOfWork
    catalogue: Catalogue

    def __call__(self) -> list[tuple[Course, Withdrawal | None]]:
        """Return them by course, oldest version first."""
        with self.unit_of_work() as tx:
            withdrawn = {each.version: each for each in tx.withdrawals.everything()}
        return [
            (each, withdrawn.get((each.course_id, each.version)))
            for each in self.catalogue.everything()
        ]
