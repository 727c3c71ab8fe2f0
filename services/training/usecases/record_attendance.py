"""Record who came to a led session."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from kernel.ports import Clock
from kernel.principals import Principal
from kernel.usage import Used
from services.training.domain.course import Catalogue
from services.training.domain.led_session import Booking, BookingStatus
from services.training.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordAttendance:
    """Mark bookings that hold a place as there or absent; a mark may be corrected."""

    unit_of_work: UnitOfWork
    catalogue: Catalogue
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
            now, title = self.clock.now(), self.catalogue.titles(session.course_id)[0]
            came = {each.booking_id for each in there if each.status is BookingStatus.ATTENDED}
            for each in session.attended(there, marks, at=now):
                tx.led_bookings.keep(each)
                if each.status is BookingStatus.ATTENDED and each.booking_id not in came:
                    who = tx.learners.principal(each.subject)
                    metric = "training.session-attended"
                    tx.outbox.add(Used(caller=who, metric=metric, at=now, detail=title))
            tx.audit.record(caller, "training:record-attendance", str(session_id), marks=len(marks))
            return tx.led_bookings.of_session(session_id)
