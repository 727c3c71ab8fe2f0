"""Take back what somebody was granted."""

from dataclasses import dataclass
from uuid import UUID

from kernel.ports import Clock
from kernel.principals import Principal
from services.content.domain.access_request import AccessRequest
from services.content.domain.document import Document
from services.content.usecases.granting import keep, to_decide
from services.content.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class RevokeAccess:
    """End a grant at once: the next read of its holder finds nothing, open links included."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(
        self, caller: Principal, *, request_id: UUID, expected_version: int, because: str
    ) -> tuple[AccessRequest, Document]:
        """Return it as it stands, with its document.

        Raises:
            AccessRequestNotFound: there is none that the caller may know of.
            NotYoursToDecide: another owns the document.
            StaleVersion: it changed since it was read.
            Invalid: nothing is said of why.
            AccessRequestClosed: it is not granted.
        """
        with self.unit_of_work() as tx:
            request, document = to_decide(tx, caller, request_id, expected_version=expected_version)
            revoked = request.revoked(by=caller.person, because=because, at=self.clock.now())
            keep(tx, revoked, document)
            about = str(document.document_id)
            tx.audit.record(caller, "content:revoke-access", str(request_id), document=about)
        return revoked, document
