"""Take a seat away."""

from dataclasses import dataclass
from uuid import UUID

from kernel.ports import Clock, Ids
from kernel.principals import Principal
from kernel.usage import Used
from services.identity.usecases.ports import UnitOfWork
from services.identity.usecases.seating import keep, seat_of


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseSeat:
    """Take a seat away for good, with whoever sits there."""

    unit_of_work: UnitOfWork
    clock: Clock
    ids: Ids

    def __call__(self, caller: Principal, *, seat_id: UUID, expected_version: int) -> None:
        """Close it.

        Raises:
            SeatNotFound: there is none that the caller appoints to.
            StaleVersion: it changed since it was read.
        """
        with self.unit_of_work() as tx:
            now = self.clock.now()
            before = seat_of(tx, caller, seat_id, expected_version)
            keep(tx, self.ids, before, before.closed(by=caller, at=now))
            tx.audit.record(caller, "identity:close-seat", str(seat_id))
            role = before.place.role.name
            tx.outbox.add(Used(caller=caller, metric="identity.seat-closed", at=now, detail=role))
