"""Delete what was kept of readers for as long as it may be."""

from dataclasses import dataclass

from kernel.ports import Clock
from services.content.domain import reading, receipt, remark
from services.content.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgetReadings:
    """Delete remarks after a year, and what people read 400 days after they last did.

    What they confirmed goes after two years.
    """

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(self) -> int:
        """Return how many rows went."""
        with self.unit_of_work() as tx:
            now = self.clock.now()
            remarks = tx.remarks.forget(before=now - remark.KEPT)
            readings = tx.readings.forget(before=now - reading.KEPT)
            return remarks + readings + tx.receipts.forget(before=now - receipt.KEPT)
