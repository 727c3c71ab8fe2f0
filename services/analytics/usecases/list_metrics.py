"""Say what is counted."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.analytics.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class ListMetrics:
    """Return every metric there is."""

    unit_of_work: UnitOfWork

    def __call__(self) -> Sequence[str]:
        """Return them in order."""
        with self.unit_of_work() as tx:
            return tx.tallies.metrics()
