"""Read who booked a led session, for who teaches."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from kernel.principals import Principal
from services.training.domain.course import Catalogue
from services.training.domain.led_session import Booking
from services.training.usecases.led_reading import SessionSeen, seen
from services.training.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class ListSessionBookings:
    """Return a session with all its bookings, by turn; who read the names is on record."""

    unit_of_work: UnitOfWork
    catalogue: Catalogue

    def __call__(
        self, caller: Principal, *, session_id: UUID
    ) -> tuple[SessionSeen, Sequence[Booking]]:
        """Return both.

        Raises:
            SessionNotFound: there is none.
        """
        with self.unit_of_work() as tx:
            session = tx.led_sessions.get(session_id)
            there = tx.led_bookings.of_session(session_id)
            tx.audit.record(caller, "training:read-bookings", str(session_id))
        course = self.catalogue.named(session.course_id)
        return seen(session, course, there, caller.subject), there
