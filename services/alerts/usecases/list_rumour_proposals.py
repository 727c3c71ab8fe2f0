"""Read which entries of the rumour board wait for a second person."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from services.alerts.domain.rumour import Rumour
from services.alerts.usecases.ports import UnitOfWork

MOST: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRumourProposals:
    """Return what waits, for staff."""

    unit_of_work: UnitOfWork

    def __call__(self) -> Sequence[Rumour]:
        """Return it, newest first, at most a hundred."""
        with self.unit_of_work() as tx:
            return tx.rumours.waiting(most=MOST)
