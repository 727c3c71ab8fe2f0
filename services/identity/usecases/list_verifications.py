"""The officers' queue."""

from collections.abc import Sequence
from dataclasses import dataclass

from kernel.pages import Place
from kernel.principals import Principal
from services.identity.domain.verification import Verification
from services.identity.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class ListVerifications:
    """Return the open cases, oldest first.

    Of a case the queue shows what it is, and of nobody a name: a record is read when one is opened.
    """

    unit_of_work: UnitOfWork

    def __call__(
        self, caller: Principal, *, after: Place | None, size: int
    ) -> tuple[Sequence[Verification], Place | None]:
        """Return a page and where the next one begins. The caller's own case is not among them."""
        with self.unit_of_work() as tx:
            found = tx.verifications.open_page(after=after, size=size + 1)
        page = found[:size]
        following = None
        if len(found) > size:
            following = Place(page[-1].opened_at, page[-1].verification_id)
        return [case for case in page if case.subject != caller.subject], following
