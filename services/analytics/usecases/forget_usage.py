"""Forget events that are no longer needed."""

from dataclasses import dataclass
from typing import Final

from services.analytics.usecases.keeping import Keeping
from services.analytics.usecases.ports import UnitOfWork

AT_ONCE: Final = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgetUsage:
    """Forget the events of days past; the rolled-up days stay."""

    unit_of_work: UnitOfWork
    keeping: Keeping

    def __call__(self) -> int:
        """Return how many events were forgotten, some thousands in a transaction."""
        forgotten = 0
        while True:
            with self.unit_of_work() as tx:
                gone = tx.usages.forget_before(self.keeping.first(), most=AT_ONCE)
            forgotten += gone
            if gone < AT_ONCE:
                return forgotten
