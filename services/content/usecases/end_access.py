"""Tidy what ended by itself, and tell whom it concerned; reading was refused before that."""

from dataclasses import dataclass

from kernel.ports import Clock
from kernel.principals import ANONYMOUS
from services.content.domain.access_request import AccessRequest, Why
from services.content.domain.document import Document
from services.content.usecases.granting import document_of, keep
from services.content.usecases.ports import Stores, UnitOfWork


def end(
    tx: Stores, request: AccessRequest, document: Document | None, why: Why, clock: Clock
) -> None:
    """End a request or a grant by nobody's word."""
    keep(tx, request.over(why, clock.now()), document)
    tx.audit.record(ANONYMOUS, "content:end-access", str(request.request_id), why=why.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class EndAccess:
    """End grants whose time is over, requests that nobody decided, and both with their document."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(self) -> int:
        """Return 1 if there was one, else 0; each in one transaction with its event."""
        with self.unit_of_work() as tx:
            request = tx.access.next_due(self.clock.now())
            if request is None:
                return 0
            late = request.due(self.clock.now())
            document = document_of(tx, request)
            end(tx, request, document, Why.TIME if late else Why.WITHDRAWN, self.clock)
        return 1
