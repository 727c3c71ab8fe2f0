"""End grants of what is withdrawn, or whose marking rises."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from kernel.ports import Clock
from services.content.domain.access_request import AccessRequest, Why
from services.content.usecases.end_access import end
from services.content.usecases.granting import document_of
from services.content.usecases.ports import Stores, UnitOfWork

_VERSIONS: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class EndAccessOfDocument:
    """Hold each grant of a document against every version since it was given.

    Reading asks the marking that stands, so this refuses nobody: it sees that a marking which rose
    and fell again does not bring a grant back.
    """

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(self, *, document_id: UUID) -> None:
        """End what ended; doing it again changes nothing."""
        with self.unit_of_work() as tx:
            for request in tx.access.of_document(document_id):
                why = _why(tx, request)
                if why is not None:
                    end(tx, request, document_of(tx, request), why, self.clock)


def _why(tx: Stores, request: AccessRequest) -> Why | None:
    since = request.given.document_version if request.given else 0
    versions = tx.documents.versions(request.document_id, before=None, size=_VERSIONS)
    later = [each for each in versions if each.version >= since]
    return next((why for each in later if (why := request.ended_by(each))), None)
