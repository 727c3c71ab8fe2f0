"""Book a place in a led session."""

from dataclasses import dataclass
from uuid import UUID

from kernel.idempotency import RequestKey
from kernel.ports import Clock, Ids
from kernel.principals import Principal
from kernel.usage import Used
from services.training.domain.certificate import plain_name
from services.training.domain.course import Catalogue
from services.training.domain.errors import PrerequisitesMissing
from services.training.domain.prerequisites import prerequisites_of
from services.training.domain.withdrawal import versions_of
from services.training.usecases.led_reading import SessionSeen, seen, session_for
from services.training.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class BookSession:
    """Take a place, or the end of the line where none is free."""

    unit_of_work: UnitOfWork
    catalogue: Catalogue
    clock: Clock
    ids: Ids

    def __call__(
        self, caller: Principal, *, session_id: UUID, name: str, key: RequestKey
    ) -> SessionSeen:
        """Return the session with the booking; the same key gives the same one.

        Raises:
            Invalid: the name is not plain text of 1 to 100 characters.
            SessionNotFound: there is none that the caller may know of.
            PrerequisitesMissing: its course asks for others first; named by their titles.
            SessionCancelled: it was called off.
            BookingClosed: it is too late.
            AlreadyBooked: the caller is booked, or waits.
            WaitingListFull: as many wait as may.
            IdempotencyKeyReused: the key came with another body.
        """
        shown, booking_id = plain_name(name), self.ids.new()
        with self.unit_of_work() as tx:
            session, course = session_for(tx, self.catalogue, caller, session_id, lock=True)
            there = tx.led_bookings.of_session(session_id)
            if tx.idempotency.claim(caller.person, key, str(booking_id)) is not None:
                return seen(session, course, there, caller.subject)
            mine = tx.enrolments.of_subject(caller.person)
            withdrawn = versions_of(tx.withdrawals.everything())
            asked = prerequisites_of(course, self.catalogue, mine, withdrawn)
            missing = [each.course.title for each in asked if not each.completed]
            if missing:
                raise PrerequisitesMissing(missing)
            # After the lock: who waited for it may have waited beyond the closing time.
            now = self.clock.now()
            booking = session.book(
                there, booking_id=booking_id, subject=caller.person, name=shown, at=now
            )
            tx.led_bookings.keep(booking)
            metric = f"training.session-{booking.status.name.lower()}"
            tx.outbox.add(Used(caller=caller, metric=metric, at=now, detail=course.title))
            return seen(session, course, [*there, booking], caller.subject)
