"""Delete what was kept of readers for as long as it may be."""

from dataclasses import dataclass

from kernel.ports import Clock
from services.content.domain import remark
from services.content.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgetReadings:
    """Delete remarks after a year."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(self) -> int:
        """Return how many rows went."""
        with self.unit_of_work() as tx:
            return tx.remarks.forget(before=self.clock.now() - remark.KEPT)
