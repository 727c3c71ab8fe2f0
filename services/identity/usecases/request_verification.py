"""Ask for a higher tier, or for the same one anew before it ends."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kernel.idempotency import RequestKey
from kernel.ports import Clock, Ids
from kernel.principals import Principal
from kernel.tiers import Tier
from kernel.usage import Used
from services.identity.domain.errors import TierHeld
from services.identity.domain.verification import Verification
from services.identity.usecases.ports import Stores, UnitOfWork


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
            TierHeld: the caller holds the tier, or a higher one, and its end is not near.
            IdempotencyKeyReused: the key came with another body.
        """
        subject, now = caller.person, self.clock.now()
        case = Verification.opened(self.ids.new(), subject, tier, now)
        with self.unit_of_work() as tx:
            earlier = tx.idempotency.claim(subject, key, str(case.verification_id))
            if earlier is not None:
                return tx.verifications.get(UUID(earlier))
            held = tx.subscribers.get(subject, lock=True).tier
            if held > tier or (held == tier and not _renewable(tx, subject, now)):
                raise TierHeld("You hold this tier already.")
            tx.verifications.add(case)
            tx.audit.record(caller, "identity:request-verification", str(case.verification_id))
            tx.outbox.add(
                Used(
                    caller=caller,
                    metric="identity.verification-requested",
                    at=now,
                    detail=tier.name.lower(),
                )
            )
        return case


def _renewable(tx: Stores, subject: str, at: datetime) -> bool:
    term = tx.tier_terms.find(subject)
    return term is not None and term.renewable(at)
