"""Forget pings when nobody needs to know of them any more."""

from dataclasses import dataclass

from kernel.ports import Clock
from services.alerts.usecases.forget_deliveries import KEPT
from services.alerts.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgetPings:
    """Run by the clock; as long after as deliveries are forgotten."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(self) -> int:
        """Return how many were deleted."""
        with self.unit_of_work() as tx:
            return tx.webhooks.forget_pings(self.clock.now() - KEPT)
