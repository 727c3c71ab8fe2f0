"""Tell of seats again, after NATS was wiped or for a new consumer."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from services.identity.domain.events import SeatChanged
from services.identity.usecases.ports import UnitOfWork

PAGE: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class RepublishSeats:
    """Put a snapshot of each into the outbox again, of closed ones too."""

    unit_of_work: UnitOfWork

    def __call__(self) -> int:
        """Return how many snapshots follow; each page is a transaction of its own."""
        total, after = 0, UUID(int=0)
        while True:
            with self.unit_of_work() as tx:
                page = tx.seats.page(after=after, size=PAGE)
                for each in page:
                    tx.outbox.again(SeatChanged(each))
            total += len(page)
            if len(page) < PAGE:
                return total
            after = page[-1].seat_id
