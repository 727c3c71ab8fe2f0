"""Keep who stands for what, as identity tells of it."""

from dataclasses import dataclass

from services.alerts.domain.seat import Seat
from services.alerts.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepSeat:
    """Keep a seat unless what is here is newer."""

    unit_of_work: UnitOfWork

    def __call__(self, seat: Seat) -> bool:
        """Tell whether it was kept."""
        with self.unit_of_work() as tx:
            return tx.seats.keep(seat)
