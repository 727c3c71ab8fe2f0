"""Record who came to a led session."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from kernel.ports import Clock
from kernel.principals import Principal
from services.training.domain.led_session import Booking
from services.training.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordAttendance:
    """Mark bookings that hold a place as there or absent; a mark may be corrected."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(
        self, caller: Principal, *, session_id: UUID, marks: Mapping[UUID, bool]
    ) -> Sequence[Booking]:
        """Return all bookings of the session as they stand then; all marks are kept, or none.

        Raises:
            SessionNotFound: there is none.
            SessionCancelled: it was called off.
            AttendanceTooEarly: it has not begun.
            BookingNotFound: a mark is of nobody who holds a place.
        """
        with self.unit_of_work() as tx:
            session = tx.led_sessions.get(session_id, lock=True)
            there = tx.led_bookings.of_session(session_id)
            for each in session.attended(there, marks, at=self.clock.now()):
                tx.led_bookings.keep(each)
            tx.audit.record(caller, "training:record-attendance", str(session_id), marks=len(marks))
            return tx.led_bookings.of_session(session_id)
