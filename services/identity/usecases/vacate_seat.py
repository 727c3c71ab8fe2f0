"""Let nobody sit somewhere any more."""

from dataclasses import dataclass
from uuid import UUID

from kernel.ports import Clock, Ids
from kernel.principals import Principal
from kernel.usage import Used
from services.identity.domain.seat import Position, Seat
from services.identity.usecases.ports import UnitOfWork
from services.identity.usecases.seating import keep, seat_of


@dataclass(frozen=True, slots=True, kw_only=True)
class VacateSeat:
    """Relieve whoever sits in a seat, and take its role away unless another seat gives it."""

    unit_of_work: UnitOfWork
    clock: Clock
    ids: Ids

    def __call__(
        self, caller: Principal, *, seat_id: UUID, expected_version: int, position: Position
    ) -> Seat:
        """Return the seat.

        Raises:
            SeatNotFound: there is none that the caller appoints to.
            StaleVersion: it changed since it was read.
            PositionVacant: nobody sits there.
        """
        with self.unit_of_work() as tx:
            now = self.clock.now()
            before = seat_of(tx, caller, seat_id, expected_version)
            after = before.vacated(position)
            keep(tx, self.ids, before, after)
            tx.audit.record(caller, "identity:vacate", str(seat_id), position=position.value)
            tx.outbox.add(
                Used(caller=caller, metric="identity.seat-vacated", at=now, detail=position.value)
            )
        return after
