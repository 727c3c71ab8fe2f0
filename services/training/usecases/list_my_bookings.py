"""Read one's own bookings of led sessions."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from kernel.principals import Principal
from services.training.domain.course import Catalogue
from services.training.usecases.led_reading import SessionSeen, seen
from services.training.usecases.ports import UnitOfWork

MOST: int = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class ListMyBookings:
    """Return the sessions that the caller booked, the latest start first: at most 100."""

    unit_of_work: UnitOfWork
    catalogue: Catalogue

    def __call__(self, caller: Principal) -> Sequence[SessionSeen]:
        """Return them, each once."""
        with self.unit_of_work() as tx:
            mine = tx.led_bookings.of_subject(caller.person)
            ids: list[UUID] = list(dict.fromkeys(each.session_id for each in mine))
            found = [
                seen(
                    session := tx.led_sessions.get(each),
                    self.catalogue.named(session.course_id),
                    tx.led_bookings.of_session(each),
                    caller.subject,
                )
                for each in ids[:MOST]
            ]
        return sorted(found, key=lambda each: each.session.starts_at, reverse=True)
