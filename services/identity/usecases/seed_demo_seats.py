"""Give the demonstration's regions and sectors their seats."""

from dataclasses import dataclass

from kernel.ports import Clock
from services.identity.domain.demo_seats import demo_seats
from services.identity.domain.events import SeatChanged
from services.identity.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class SeedDemoSeats:
    """Make each that is not there; what is there stays as people left it."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(self) -> int:
        """Return how many were new to the record."""
        added = 0
        with self.unit_of_work() as tx:
            for each in demo_seats(self.clock.now()):
                if tx.seats.find(each.seat_id) is None:
                    tx.seats.add(each)
                    tx.outbox.add(SeatChanged(each))
                    added += 1
        return added
