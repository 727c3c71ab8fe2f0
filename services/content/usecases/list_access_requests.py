"""Show an editor what waits for their word, or what they let people read."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from kernel.principals import Principal
from services.content.domain.access_request import AccessRequest, AccessStatus
from services.content.domain.document import Document
from services.content.usecases.ports import UnitOfWork

MOST_LISTED: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class ListAccessRequests:
    """Return the requests about which the caller decides, and no others."""

    unit_of_work: UnitOfWork

    def __call__(
        self, caller: Principal, *, statuses: Collection[AccessStatus]
    ) -> Sequence[tuple[AccessRequest, Document]]:
        """Return at most 100 with their documents, the longest waiting first."""
        with self.unit_of_work() as tx:
            return tx.access.queue(caller, statuses, size=MOST_LISTED)
