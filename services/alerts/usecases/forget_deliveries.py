"""Forget who was sent what, when nobody needs to know it any more."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from kernel.ports import Clock
from services.alerts.usecases.ports import UnitOfWork

KEPT: Final = timedelta(days=400)
CHUNK: Final = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgetDeliveries:
    """Run by the clock. How many were sent each alert stays in the audit log."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(self) -> int:
        """Return how many rows were deleted; each chunk is a transaction of its own."""
        before, total = self.clock.now() - KEPT, 0
        while True:
            with self.unit_of_work() as tx:
                gone = tx.deliveries.forget(before, most=CHUNK)
            total += gone
            if gone < CHUNK:
                return total
