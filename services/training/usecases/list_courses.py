"""Read a page of courses."""

from collections.abc import Sequence
from dataclasses import dataclass

from kernel.pages import Place
from kernel.principals import Principal
from services.training.domain.course import Catalogue, Course
from services.training.domain.withdrawal import versions_of
from services.training.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class ListCourses:
    """Return the newest version of each course that the caller may see, newest first."""

    unit_of_work: UnitOfWork
    catalogue: Catalogue

    def __call__(
        self, caller: Principal, *, after: Place | None, size: int
    ) -> tuple[Sequence[Course], Place | None]:
        """Return a page, and where the next one begins."""
        with self.unit_of_work() as tx:
            withdrawn = versions_of(tx.withdrawals.everything())
        found = self.catalogue.offered(caller, withdrawn)
        if after is not None:
            place = (after.at, after.item_id)
            found = [each for each in found if (each.published_at, each.course_id) < place]
        page = found[:size]
        if len(found) <= size:
            return page, None
        return page, Place(page[-1].published_at, page[-1].course_id)
