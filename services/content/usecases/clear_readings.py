"""Delete what is kept of what one read."""

from dataclasses import dataclass

from kernel.principals import Principal
from services.content.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class ClearReadings:
    """Delete everything that the caller read."""

    unit_of_work: UnitOfWork

    def __call__(self, caller: Principal) -> int:
        """Return how many readings went."""
        with self.unit_of_work() as tx:
            return tx.readings.clear(caller.person)
