"""Say yes or no to whoever asks to read."""

from dataclasses import dataclass
from uuid import UUID

from kernel.ports import Clock
from kernel.principals import Principal
from kernel.usage import Used
from services.content.domain.access_request import AccessRequest, AccessStatus
from services.content.domain.document import Document
from services.content.usecases.granting import keep, to_decide
from services.content.usecases.ports import UnitOfWork

_DONE = {
    AccessStatus.PROPOSED: "content:propose-access",
    AccessStatus.GRANTED: "content:grant-access",
    AccessStatus.REFUSED: "content:refuse-access",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideAccessRequest:
    """Grant a request for some days, or refuse it; where two must agree, the first proposes."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(
        self,
        caller: Principal,
        *,
        request_id: UUID,
        expected_version: int,
        yes: bool,
        days: int,
        because: str,
    ) -> tuple[AccessRequest, Document]:
        """Return it as it stands, with its document.

        Raises:
            AccessRequestNotFound: there is none that the caller may know of.
            NotYoursToDecide: a second person must agree, and the caller is the first.
            StaleVersion: it changed since it was read.
            Invalid: the days are too many, or nothing is said of why.
            AccessOutOfReach: no grant would let the requester read it by now.
            AccessRequestClosed: it is decided, or over.
        """
        now = self.clock.now()
        with self.unit_of_work() as tx:
            request, document = to_decide(tx, caller, request_id, expected_version=expected_version)
            if yes:
                decided = request.agreed(
                    by=caller.person,
                    days=days,
                    because=because,
                    at=now,
                    reader=tx.readers.find(request.subject),
                    document=document,
                    first=tx.readers.find(request.decided_by) if request.decided_by else None,
                )
            else:
                decided = request.refused(by=caller.person, because=because, at=now)
            keep(tx, decided, document)
            action, about = _DONE[decided.status], str(document.document_id)
            days_said = decided.days or 0
            tx.audit.record(caller, action, str(request_id), document=about, days=days_said)
            if decided.status is not AccessStatus.PROPOSED:
                said = decided.status.value
                used = Used(caller=caller, metric="content.access-decided", at=now, detail=said)
                tx.outbox.add(used)
        return decided, document
