"""The facts for which a led session is refused."""

from chassis.errors import NotFound, Unmet


class SessionNotFound(NotFound):
    """There is no such session, or the caller may not know of it."""

    reason = "SESSION_NOT_FOUND"


class SessionCancelled(Unmet):
    """The session was called off."""

    reason = "SESSION_CANCELLED"


class SessionOver(Unmet):
    """The session has begun: nothing of it is cancelled any more."""

    reason = "SESSION_OVER"


class BookingClosed(Unmet):
    """Booking has closed."""

    reason = "BOOKING_CLOSED"


class AlreadyBooked(Unmet):
    """The caller is booked, or waits."""

    reason = "ALREADY_BOOKED"


class WaitingListFull(Unmet):
    """As many wait as may."""

    reason = "WAITING_LIST_FULL"


class BookingNotFound(NotFound):
    """There is no such booking."""

    reason = "BOOKING_NOT_FOUND"


class AttendanceTooEarly(Unmet):
    """The session has not begun."""

    reason = "ATTENDANCE_TOO_EARLY"
