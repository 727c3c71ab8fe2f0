"""Put somebody into a seat."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kernel.ports import Clock, Ids
from kernel.principals import Principal
from kernel.usage import Used
from services.identity.domain.errors import SubscriberNotFound
from services.identity.domain.seat import Position, Seat
from services.identity.usecases.ports import UnitOfWork
from services.identity.usecases.seating import keep, seat_of


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointToSeat:
    """Let a person sit in a seat, and give them its role; an associate gets none."""

    unit_of_work: UnitOfWork
    clock: Clock
    ids: Ids

    def __call__(
        self,
        caller: Principal,
        *,
        seat_id: UUID,
        expected_version: int,
        position: Position,
        email: str,
        until: datetime | None,
    ) -> Seat:
        """Return the seat; the person's new rights reach everyone and Keycloak.

        Raises:
            SeatNotFound: there is none that the caller appoints to.
            StaleVersion: it changed since it was read.
            SubscriberNotFound: nobody has that address.
            SelfAppointment: it is the caller's own.
            UnfitForSeat: the account is not in use, or not verified.
            SeatOccupied: somebody sits there.
            SeatTwice: the person sits there in another position.
        """
        with self.unit_of_work() as tx:
            now = self.clock.now()
            before = seat_of(tx, caller, seat_id, expected_version)
            found = tx.subscribers.find_by_email(email)
            if found is None:
                raise SubscriberNotFound("Nobody has an account with that address.")
            person = tx.subscribers.get(found.subject, lock=True)  # they may be going just now
            after = before.appointed(position, person, by=caller, at=now, until=until)
            keep(tx, self.ids, before, after)
            tx.audit.record(
                caller,
                "identity:appoint",
                tx.audit.name_of(person.subject),
                position=position.value,
                seat=str(seat_id),
                role=before.place.role.value,
                region=before.place.region,
            )
            tx.outbox.add(
                Used(caller=caller, metric="identity.seat-filled", at=now, detail=position.value)
            )
        return after
