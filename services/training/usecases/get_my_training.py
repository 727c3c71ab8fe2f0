"""Read one's own training."""

from collections.abc import Sequence
from dataclasses import dataclass

from kernel.pages import Place
from kernel.principals import Principal
from services.training.domain.course import Catalogue
from services.training.usecases.ports import UnitOfWork
from services.training.usecases.reading import Learning, learnings


@dataclass(frozen=True, slots=True, kw_only=True)
class GetMyTraining:
    """Return the caller's own enrolments with progress and certificates, newest first."""

    unit_of_work: UnitOfWork
    catalogue: Catalogue

    def __call__(
        self, caller: Principal, *, after: Place | None, size: int
    ) -> tuple[Sequence[Learning], Place | None]:
        """Return a page, and where the next one begins."""
        with self.unit_of_work() as tx:
            found = tx.enrolments.page(caller.person, after=after, size=size + 1)
            page = learnings(tx, self.catalogue, found[:size])
        if len(found) <= size:
            return page, None
        last = page[-1].enrolment
        return page, Place(last.enrolled_at, last.enrolment_id)
