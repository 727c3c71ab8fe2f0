"""Forget who answered what, and closed accounts' hours, when nobody needs to know it any more."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from kernel.ports import Clock
from services.alerts.usecases.ports import UnitOfWork

KEPT: Final = timedelta(days=90)
CHUNK: Final = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgetAnswers:
    """Run by the clock. That an officer took or closed a call stays in the audit log."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(self) -> int:
        """Return how many rows were deleted; each chunk is a transaction of its own."""
        before, total = self.clock.now() - KEPT, 0
        while True:
            with self.unit_of_work() as tx:
                gone = tx.answers.forget(before, most=CHUNK) + tx.help.forget(before, most=CHUNK)
                gone += tx.paging.forget(before, most=CHUNK)
                gone += tx.quiet_accounts.forget_closed(most=CHUNK)
                gone += tx.situations.forget(before, most=CHUNK)
            total += gone
            if gone == 0:
                return total
