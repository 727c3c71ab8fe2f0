"""List what was looked for in vain."""

from collections.abc import Sequence
from dataclasses import dataclass

from kernel.ports import Clock
from services.content.domain.gap import KEPT_FOR, Gap
from services.content.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class ListSearchGaps:
    """Return the texts that enough callers looked for in the last 30 days."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(self) -> Sequence[Gap]:
        """Return them, most wanted first, at most 200."""
        with self.unit_of_work() as tx:
            return tx.gaps.listed(self.clock.now().date() - KEPT_FOR)
