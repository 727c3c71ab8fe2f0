"""Reminders: a certificate that ends, a course not finished, a led session; and their end."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum
from typing import Final
from uuid import UUID, uuid5

from services.training.domain.led_session import LedSession

SOON: Final = timedelta(days=30)
VERY_SOON: Final = timedelta(days=7)
UNFINISHED_AFTER: Final = timedelta(days=14)
SESSION_SOON: Final = timedelta(days=2)
_MAILS: Final = UUID("5f0f3c55-2f5e-4c7e-9d0c-7a6a3d1b8e80")


class ReminderKind(Enum):
    """What somebody is reminded of: each once for a certificate, an enrolment or a booking."""

    ENDS_IN_30_DAYS = "ENDS_IN_30_DAYS"
    ENDS_IN_7_DAYS = "ENDS_IN_7_DAYS"
    UNFINISHED = "UNFINISHED"
    SESSION_SOON = "SESSION_SOON"


@dataclass(frozen=True, slots=True, kw_only=True)
class DueReminder:
    """What somebody is to be reminded of now.

    `about` is the certificate, the enrolment or the booking; `moment` is when the certificate ends,
    the course was begun or the session begins. A session is of a course and of no version of it.
    """

    about: UUID
    kind: ReminderKind
    subject: str
    course_id: UUID
    course_version: int | None
    moment: datetime
    session_id: UUID | None = None

    @property
    def page(self) -> UUID:
        """Return what a mail about it leads to: the session, or the course."""
        return self.session_id or self.course_id


def of_certificate(valid_until: datetime, at: datetime) -> ReminderKind | None:
    """Return of what its holder is reminded at a moment; None while it is not time, or is over.

    Who was not told when 30 days were left, as nothing ran, is told of the 7 days alone.
    """
    left = valid_until - at
    if left <= timedelta(0) or left > SOON:
        return None
    return ReminderKind.ENDS_IN_7_DAYS if left <= VERY_SOON else ReminderKind.ENDS_IN_30_DAYS


def of_booking(booked_at: datetime, starts_at: datetime, at: datetime) -> ReminderKind | None:
    """Return of what somebody with a place is reminded at a moment; None for nothing.

    Who was given the place in the last two days knows of it still, and is not reminded.
    """
    if not at < starts_at <= at + SESSION_SOON or booked_at > starts_at - SESSION_SOON:
        return None
    return ReminderKind.SESSION_SOON


def session_mail(booking_id: UUID, starts_at: datetime) -> UUID:
    """Return the id of the mail that reminds of a booking, so that it can be taken back."""
    return uuid5(_MAILS, f"{booking_id} at {starts_at.timestamp()}")


def moved_mail(booking_id: UUID, session: LedSession) -> UUID:
    """Return the id of the mail that a session has another time or place, as it stands now."""
    return uuid5(_MAILS, f"{booking_id} v{session.version}")


def waiting_mails(booking_id: UUID, session: LedSession) -> tuple[UUID, ...]:
    """Return what may wait to be mailed of a booking, as its session stands."""
    return session_mail(booking_id, session.starts_at), moved_mail(booking_id, session)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderChoice:
    """Whether somebody is reminded; the token in each mail ends it without signing in."""

    subject: str
    stop_token: str
    stopped_at: datetime | None = None

    def stopped(self, at: datetime) -> "ReminderChoice":
        """Return it when they want none; a second time changes nothing."""
        return self if self.stopped_at is not None else replace(self, stopped_at=at)

    def wanted(self) -> "ReminderChoice":
        """Return it when they want them again."""
        return replace(self, stopped_at=None)
