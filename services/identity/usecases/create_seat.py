"""Make a seat."""

from dataclasses import dataclass
from uuid import UUID

from kernel.idempotency import RequestKey
from kernel.ports import Clock, Ids
from kernel.principals import Principal
from kernel.usage import Used
from services.identity.domain.events import SeatChanged
from services.identity.domain.seat import Seat, SeatPlace
from services.identity.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateSeat:
    """Make a vacant seat."""

    unit_of_work: UnitOfWork
    clock: Clock
    ids: Ids

    def __call__(self, caller: Principal, *, place: SeatPlace, key: RequestKey) -> Seat:
        """Return it; the same key gives the same seat.

        Raises:
            SeatNotYours: the caller does not appoint there.
            SeatThere: there are as many for that as there may be.
            SeatNotFound: the key's seat was taken away since.
            IdempotencyKeyReused: the key came with another body.
        """
        now, seat_id = self.clock.now(), self.ids.new()
        made = Seat(seat_id=seat_id, place=place, created_at=now)
        made.see_that_it_is_of(caller)
        with self.unit_of_work() as tx:
            earlier = tx.idempotency.claim(caller.person, key, str(seat_id))
            if earlier is not None:
                return tx.seats.get(UUID(earlier))
            tx.seats.add(made)
            tx.audit.record(
                caller,
                "identity:create-seat",
                str(seat_id),
                role=place.role.value,
                region=place.region,
                sector=place.sector,
            )
            tx.outbox.add(
                SeatChanged(made),
                Used(caller=caller, metric="identity.seat-created", at=now, detail=place.role.name),
            )
        return made
