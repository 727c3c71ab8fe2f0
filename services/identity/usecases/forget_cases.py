"""Keep cases no longer than was promised."""

from dataclasses import dataclass
from typing import Final

from kernel.ports import Clock
from kernel.principals import ANONYMOUS
from services.identity.domain.tier_term import MONTHS, months_after
from services.identity.usecases.ports import UnitOfWork

KEPT_MONTHS: Final = MONTHS
"""How long after its decision a case is kept: as long as a tier lasts of itself."""

BATCH: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgetCases:
    """Run by the clock. `dry` says how many would go, and does nothing.

    With a case go its checks and the keyed digests in them, by which documents were known again.
    """

    unit_of_work: UnitOfWork
    clock: Clock
    dry: bool = False
    most: int = BATCH

    def __call__(self) -> int:
        """Return how many cases were decided 24 months ago, and so go, at most a hundred."""
        before = months_after(self.clock.now(), -KEPT_MONTHS)
        with self.unit_of_work() as tx:
            over = tx.verifications.decided_before(before, most=self.most)
            if not self.dry:
                for each in over:
                    tx.verifications.forget(each)
                    tx.audit.record(ANONYMOUS, "identity:forget-case", str(each))
        return len(over)
