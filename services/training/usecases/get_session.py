"""Read one led session."""

from dataclasses import dataclass
from uuid import UUID

from kernel.principals import Principal
from services.training.domain.course import Catalogue
from services.training.usecases.led_reading import SessionSeen, seen, session_for
from services.training.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class GetSession:
    """Return a session with the caller's own booking."""

    unit_of_work: UnitOfWork
    catalogue: Catalogue

    def __call__(self, caller: Principal, *, session_id: UUID) -> SessionSeen:
        """Return the session.

        Raises:
            SessionNotFound: there is none that the caller may know of.
        """
        with self.unit_of_work() as tx:
            session, course = session_for(tx, self.catalogue, caller, session_id)
            return seen(session, course, tx.led_bookings.of_session(session_id), caller.subject)
