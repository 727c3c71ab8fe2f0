"""Delete requests that were over long enough."""

from dataclasses import dataclass

from kernel.ports import Clock
from services.content.domain.access_request import KEPT
from services.content.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgetAccessRequests:
    """Delete what was over for a year."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(self) -> int:
        """Return how many rows went."""
        with self.unit_of_work() as tx:
            return tx.access.forget(before=self.clock.now() - KEPT)
