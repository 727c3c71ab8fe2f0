"""Forget what was looked for in vain long ago."""

from dataclasses import dataclass

from kernel.ports import Clock
from services.content.domain.gap import KEPT_FOR
from services.content.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgetSearchGaps:
    """Delete sightings that are older than 30 days, and texts that too few look for since."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(self) -> None:
        """Delete them."""
        with self.unit_of_work() as tx:
            tx.gaps.forget(self.clock.now().date() - KEPT_FOR)
