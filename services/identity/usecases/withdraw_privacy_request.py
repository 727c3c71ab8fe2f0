"""Take a request about one's data back."""

from dataclasses import dataclass
from uuid import UUID

from chassis.errors import StaleVersion
from kernel.ports import Clock
from kernel.principals import Principal
from services.identity.domain.privacy_errors import PrivacyRequestNotFound
from services.identity.usecases.ports import UnitOfWork
from services.identity.usecases.privacy_seen import PrivacySeen, seen_one


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawPrivacyRequest:
    """End a request that is not answered; an erasure only while nobody was asked yet."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(
        self, caller: Principal, *, request_id: UUID, expected_version: int
    ) -> PrivacySeen:
        """Return the request.

        Raises:
            PrivacyRequestNotFound: there is none, or it is somebody else's.
            StaleVersion: it changed since it was read.
            PrivacyRequestClosed: it was answered or taken back.
            PrivacyRequestBegun: an erasure that has begun.
        """
        with self.unit_of_work() as tx:
            request = tx.privacy_requests.get(request_id, lock=True)
            if request.subject != caller.person:
                raise PrivacyRequestNotFound("There is no such request.")
            if request.version != expected_version:
                raise StaleVersion("The request changed meanwhile: read it again.")
            taken_back = request.withdrawn(self.clock.now())
            tx.privacy_requests.save(taken_back)
            tx.privacy_receipts.forget_parts(request_id)
            tx.audit.record(caller, "identity:withdraw-privacy", str(request_id))
            return seen_one(tx, taken_back)
