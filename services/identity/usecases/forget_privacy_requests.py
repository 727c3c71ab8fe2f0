"""Keep requests about somebody's data, and complaints, no longer than was promised."""

from dataclasses import dataclass

from kernel.ports import Clock
from services.identity.domain.privacy_request import KEPT_MONTHS
from services.identity.domain.tier_term import months_after
from services.identity.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgetPrivacyRequests:
    """Run by the clock: 36 months after the answer a request goes, and so does a complaint."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(self) -> int:
        """Return how many went."""
        with self.unit_of_work() as tx:
            before = months_after(self.clock.now(), -KEPT_MONTHS)
            gone = tx.complaints.forget_answered(before)
            return gone + tx.privacy_requests.forget_closed(before)
