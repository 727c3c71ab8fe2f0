"""Forget the ways of alerts that are long over."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from kernel.ports import Clock
from services.alerts.domain.content import LONGEST_LIFE
from services.alerts.usecases.ports import UnitOfWork

KEPT: Final = LONGEST_LIFE + timedelta(days=90)
MOST: Final = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgetCascades:
    """Run by the clock."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(self) -> int:
        """Return how many steps went."""
        with self.unit_of_work() as tx:
            return tx.cascades.forget(self.clock.now() - KEPT, most=MOST)
