"""Want it no more."""

from dataclasses import dataclass
from uuid import UUID

from kernel.ports import Clock
from kernel.principals import Principal
from services.content.domain.access_errors import AccessRequestNotFound
from services.content.domain.access_request import AccessRequest
from services.content.usecases.granting import document_of, keep
from services.content.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawAccessRequest:
    """Let somebody take back what they asked for, or give up what they were granted."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(
        self, caller: Principal, *, request_id: UUID, expected_version: int
    ) -> AccessRequest:
        """Return it as it stands.

        Raises:
            AccessRequestNotFound: there is none of theirs.
            StaleVersion: it changed since it was read.
            AccessRequestClosed: it is over.
        """
        with self.unit_of_work() as tx:
            request = tx.access.get(request_id, lock=True)
            if request.subject != caller.subject:
                raise AccessRequestNotFound("There is no such request.")
            request.must_be(expected_version)
            given_up = request.given_up(self.clock.now())
            keep(tx, given_up, document_of(tx, request))
            tx.audit.record(caller, "content:give-up-access", str(request_id))
        return given_up
