"""Show somebody the seats in which they sit."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kernel.principals import Principal
from services.identity.domain.seat import Seat
from services.identity.usecases.ports import UnitOfWork

MOST_SHOWN: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class ListMySeats:
    """Return the caller's seats."""

    unit_of_work: UnitOfWork

    def __call__(self, caller: Principal) -> Sequence[Seat]:
        """Return the first hundred in the order of their ids."""
        with self.unit_of_work() as tx:
            return tx.seats.of(caller.person)[:MOST_SHOWN]
