"""Builds led sessions, for `bootstrap.py`."""

from typing import Final

from kernel.ports import RandomIds, SystemClock
from services.training.domain.course import Catalogue
from services.training.inbound.led_sessions_rpc import LedSessionsServicer
from services.training.usecases.book_session import BookSession
from services.training.usecases.cancel_booking import CancelBooking
from services.training.usecases.cancel_session import CancelSession
from services.training.usecases.get_session import GetSession
from services.training.usecases.list_my_bookings import ListMyBookings
from services.training.usecases.list_session_bookings import ListSessionBookings
from services.training.usecases.list_sessions import ListSessions
from services.training.usecases.list_taught_sessions import ListTaughtSessions
from services.training.usecases.move_session import MoveSession
from services.training.usecases.ports import UnitOfWork
from services.training.usecases.record_attendance import RecordAttendance
from services.training.usecases.schedule_session import ScheduleSession

_CLOCK: Final = SystemClock()
_IDS: Final = RandomIds()


def led_sessions_servicer(
    work: UnitOfWork, reads: UnitOfWork, courses: Catalogue
) -> LedSessionsServicer:
    """Return the servicer of led sessions on a unit of work, and on one that only reads."""
    return LedSessionsServicer(
        list_sessions=ListSessions(unit_of_work=reads, catalogue=courses, clock=_CLOCK),
        get_session=GetSession(unit_of_work=reads, catalogue=courses),
        book_session=BookSession(unit_of_work=work, catalogue=courses, clock=_CLOCK, ids=_IDS),
        cancel_booking=CancelBooking(unit_of_work=work, catalogue=courses, clock=_CLOCK),
        list_my_bookings=ListMyBookings(unit_of_work=reads, catalogue=courses),
        schedule_session=ScheduleSession(
            unit_of_work=work, catalogue=courses, clock=_CLOCK, ids=_IDS
        ),
        list_taught_sessions=ListTaughtSessions(unit_of_work=reads, catalogue=courses),
        list_session_bookings=ListSessionBookings(unit_of_work=work, catalogue=courses),
        record_attendance=RecordAttendance(unit_of_work=work, catalogue=courses, clock=_CLOCK),
        move_session=MoveSession(unit_of_work=work, catalogue=courses, clock=_CLOCK),
        cancel_session=CancelSession(unit_of_work=work, catalogue=courses, clock=_CLOCK),
    )
