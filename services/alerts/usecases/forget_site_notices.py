"""Forget mails to security leads that were sent, or given up, long ago."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from kernel.ports import Clock
from services.alerts.usecases.ports import UnitOfWork

KEPT: Final = timedelta(days=90)
MOST: Final = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgetSiteNotices:
    """Run by the clock."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(self) -> int:
        """Return how many were forgotten."""
        with self.unit_of_work() as tx:
            return tx.site_overrides.forget_notices(self.clock.now() - KEPT, most=MOST)
