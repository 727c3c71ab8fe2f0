"""The complaints, for the privacy officer."""

from collections.abc import Sequence
from dataclasses import dataclass

from kernel.pages import Place
from kernel.principals import Principal
from services.identity.domain.complaint import Complaint
from services.identity.usecases.ports import UnitOfWork
from services.identity.usecases.record_budget import RecordBudget


@dataclass(frozen=True, slots=True, kw_only=True)
class ListComplaints:
    """Return complaints, oldest first, and keep that somebody looked.

    Who complains may have no account: each complaint counts as one person's record.
    """

    unit_of_work: UnitOfWork
    budget: RecordBudget

    def __call__(
        self, caller: Principal, *, only_open: bool, after: Place | None, size: int
    ) -> tuple[Sequence[Complaint], Place | None]:
        """Return a page and where the next one begins.

        Raises:
            RecordBudgetSpent: the caller read as many records of others as one may.
        """
        with self.unit_of_work() as tx:
            found = tx.complaints.page(only_open=only_open, after=after, size=size + 1)
            page, following = found[:size], None
            if len(found) > size:
                following = Place(page[-1].made_at, page[-1].complaint_id)
            tx.audit.record(caller, "identity:list-complaints", "", shown=len(page))
        self.budget.spend(caller, [f"complaint:{each.complaint_id}" for each in page])
        return page, following
