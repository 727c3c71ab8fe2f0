"""Ask for a higher tier."""

from dataclasses import dataclass
from uuid import UUID

from kernel.idempotency import RequestKey
from kernel.ports import Clock, Ids
from kernel.principals import Principal
from kernel.tiers import Tier
from services.identity.domain.errors import TierHeld
from services.identity.domain.verification import Verification
from services.identity.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestVerification:
    """Open the caller's case with the verification officers."""

    unit_of_work: UnitOfWork
    clock: Clock
    ids: Ids

    def __call__(self, caller: Principal, *, tier: Tier, key: RequestKey) -> Verification:
        """Return the case; the same key gives the same case.

        Raises:
            VerificationOpen: one is open already.
            TierHeld: the caller holds the tier.
            IdempotencyKeyReused: the key came with another body.
        """
        subject = caller.person
        case = Verification.opened(self.ids.new(), subject, tier, self.clock.now())
        with self.unit_of_work() as tx:
            earlier = tx.idempotency.claim(subject, key, str(case.verification_id))
            if earlier is not None:
                return tx.verifications.get(UUID(earlier))
            if tx.subscribers.get(subject).tier >= tier:
                raise TierHeld("You hold this tier already.")
            tx.verifications.add(case)
            tx.audit.record(caller, "identity:request-verification", str(case.verification_id))
        return case
