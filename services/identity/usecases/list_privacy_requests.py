"""The privacy officer's queue."""

from collections.abc import Sequence
from dataclasses import dataclass

from kernel.pages import Place
from kernel.principals import Principal
from services.identity.usecases.ports import UnitOfWork
from services.identity.usecases.privacy_seen import PrivacySeen, seen
from services.identity.usecases.record_budget import RecordBudget


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPrivacyRequests:
    """Return everybody's requests, oldest first, and keep that somebody looked."""

    unit_of_work: UnitOfWork
    budget: RecordBudget

    def __call__(
        self, caller: Principal, *, only_open: bool, after: Place | None, size: int
    ) -> tuple[Sequence[PrivacySeen], Place | None]:
        """Return a page and where the next one begins.

        Raises:
            RecordBudgetSpent: the caller read as many records of others as one may.
        """
        with self.unit_of_work() as tx:
            found = tx.privacy_requests.page(only_open=only_open, after=after, size=size + 1)
            page, following = found[:size], None
            if len(found) > size:
                following = Place(page[-1].created_at, page[-1].request_id)
            tx.audit.record(caller, "identity:list-privacy", "", shown=len(page))
            shown = seen(tx, page, named=True)
        self.budget.spend(caller, [each.request.subject for each in shown if each.email])
        return shown, following
