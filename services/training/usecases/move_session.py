"""Give a led session another time or place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from kernel.ports import Clock
from kernel.principals import Principal
from services.training.domain.course import Catalogue, Course
from services.training.domain.events import LearnerMail, LearnerMailDue
from services.training.domain.led_session import OPEN, Booking, BookingStatus, LedSession
from services.training.domain.reminder import (
    SESSION_SOON,
    DueReminder,
    ReminderKind,
    moved_mail,
    waiting_mails,
)
from services.training.usecases.led_reading import SessionSeen, seen
from services.training.usecases.ports import Stores, UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveSession:
    """Move a session that has not begun; all who are booked or wait are told.

    Of another time they are reminded anew, unless it comes so soon that this mail reminds of it.
    What waits to be mailed of the time before is not sent any more.
    """

    unit_of_work: UnitOfWork
    catalogue: Catalogue
    clock: Clock

    def __call__(
        self, caller: Principal, *, session_id: UUID, said: Mapping[str, Any], expected: int
    ) -> SessionSeen:
        """Return the session as it stands then; one that has that time and place already, as it is.

        Raises:
            Invalid: each field of what was said that is wrong is named.
            SessionNotFound: there is none.
            StaleVersion: it changed since it was read.
            SessionCancelled: it was called off.
            SessionOver: it has begun.
        """
        now = self.clock.now()
        with self.unit_of_work() as tx:
            before = tx.led_sessions.get(session_id, lock=True)
            moved = before.move(said, expected=expected, at=now)
            course = self.catalogue.named(moved.course_id)
            there = tx.led_bookings.of_session(session_id)
            if moved is not before:
                tx.led_sessions.save(moved)
                tx.audit.record(caller, "training:move-session", str(session_id))
                told = [each for each in there if each.status in OPEN]
                tx.outbox.add(*_mails(before, moved, course, told, now))
                if moved.starts_at != before.starts_at:
                    _reminded_anew(tx, moved, told, now)
        return seen(moved, course, there, caller.subject)


def _mails(
    before: LedSession, moved: LedSession, course: Course, told: Sequence[Booking], at: datetime
) -> list[LearnerMailDue]:
    same = before.starts_at == moved.starts_at

    def over(booking: Booking) -> tuple[UUID, ...]:
        """Return what is no news any more: a reminder of the same time says nothing wrong."""
        if same:
            return (moved_mail(booking.booking_id, before),)
        return waiting_mails(booking.booking_id, before)

    return [
        LearnerMailDue(
            mail=LearnerMail.SESSION_MOVED,
            subject=each.subject,
            course=course,
            about=moved.session_id,
            moment=moved.starts_at,
            at=at,
            mail_id=moved_mail(each.booking_id, moved),
            takes_back=over(each),
        )
        for each in told
    ]


def _reminded_anew(tx: Stores, moved: LedSession, told: Sequence[Booking], at: datetime) -> None:
    for each in told:
        tx.reminders.untell(each.booking_id, ReminderKind.SESSION_SOON)
        soon = moved.starts_at <= at + SESSION_SOON
        if soon and each.status is BookingStatus.BOOKED:
            tx.reminders.told(_reminder(moved, each), at)


def _reminder(moved: LedSession, booking: Booking) -> DueReminder:
    return DueReminder(
        about=booking.booking_id,
        kind=ReminderKind.SESSION_SOON,
        subject=booking.subject,
        course_id=moved.course_id,
        course_version=None,
        moment=moved.starts_at,
        session_id=moved.session_id,
    )
