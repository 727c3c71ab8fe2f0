"""Show somebody what they asked for, and what they were granted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kernel.ports import Clock
from kernel.principals import Principal
from services.content.domain.access_request import AccessRequest
from services.content.domain.document import Document
from services.content.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class ListMyAccessRequests:
    """Return the caller's requests, the latest first, each with what they may see of its document.

    Beside a grant in force that is the document; of the others only the teaser leaves, and nothing
    where there is none any more.
    """

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(self, caller: Principal) -> Sequence[tuple[AccessRequest, Document | None, bool]]:
        """Return each with its document, and whether the caller may read that now by the grant."""
        now = self.clock.now()
        with self.unit_of_work() as tx:
            mine = tx.access.of(caller.person)
            there = {
                each.document_id: each
                for each in tx.documents.of_ids([each.document_id for each in mine])
            }
        return [
            (each, document, _reads(each, document, caller, now))
            for each in mine
            for document in [there.get(each.document_id)]
        ]


def _reads(
    request: AccessRequest, document: Document | None, caller: Principal, now: datetime
) -> bool:
    return document is not None and document.readable_by(caller, grant=request.grant, at=now)
