"""Give up a place in a led session."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kernel.ports import Clock
from kernel.principals import Principal
from services.training.domain.course import Catalogue, Course
from services.training.domain.errors import CourseNotFound
from services.training.domain.events import LearnerMail, LearnerMailDue
from services.training.domain.led_session import OPEN, Booking, LedSession
from services.training.domain.reminder import waiting_mails
from services.training.usecases.led_reading import SessionSeen, seen, session_for
from services.training.usecases.ports import Stores, UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelBooking:
    """Cancel one's own booking; the first in line moves up and is told."""

    unit_of_work: UnitOfWork
    catalogue: Catalogue
    clock: Clock

    def __call__(self, caller: Principal, *, session_id: UUID) -> SessionSeen:
        """Return the session as it stands then.

        Raises:
            SessionNotFound: there is none that the caller may know of.
            BookingNotFound: they have no booking that stands.
            SessionCancelled: the session was called off.
            SessionOver: it has begun.
        """
        with self.unit_of_work() as tx:
            session, course = session_for(tx, self.catalogue, caller, session_id, lock=True)
            now = self.clock.now()
            gone = given_up(tx, session, course, caller.person, at=now)
            tx.outbox.add(_no_more(session, course, gone, now))
            there = tx.led_bookings.of_session(session_id)
            return seen(session, course, there, caller.subject)


def given_up(
    tx: Stores, session: LedSession, course: Course | None, subject: str, *, at: datetime
) -> Booking:
    """Cancel a booking of a session that is locked, and tell who moves up; return it."""
    there = tx.led_bookings.of_session(session.session_id)
    gone, moved = session.give_up(there, subject=subject, at=at)
    tx.led_bookings.keep(gone)
    if moved is not None:
        tx.led_bookings.keep(moved)
        tx.outbox.add(
            LearnerMailDue(
                mail=LearnerMail.MOVED_UP,
                subject=moved.subject,
                course=course,
                about=session.session_id,
                moment=session.starts_at,
                at=at,
            )
        )
    return gone


def _no_more(session: LedSession, course: Course, gone: Booking, at: datetime) -> LearnerMailDue:
    """Say that what waits for the end of quiet hours is not sent any more."""
    return LearnerMailDue(
        mail=LearnerMail.NO_MORE,
        subject=gone.subject,
        course=course,
        about=session.session_id,
        moment=session.starts_at,
        at=at,
        takes_back=waiting_mails(gone.booking_id, session),
    )


def forget_bookings(tx: Stores, catalogue: Catalogue, subject: str, *, at: datetime) -> int:
    """Delete a person's bookings, letting who waits have their places; return how many went."""
    for booking in tx.led_bookings.of_subject(subject):
        if booking.status in OPEN:
            session = tx.led_sessions.get(booking.session_id, lock=True)
            if session.cancelled_at is None and at < session.starts_at:
                given_up(tx, session, _course(catalogue, session), subject, at=at)
    return tx.led_bookings.forget(subject)


def _course(catalogue: Catalogue, session: LedSession) -> Course | None:
    """Return the course, or None: nobody stays on record because it is gone."""
    try:
        return catalogue.named(session.course_id)
    except CourseNotFound:
        return None
