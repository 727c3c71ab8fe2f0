"""Reminders: a certificate that ends, a course begun and not finished; and the end of reminders."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum
from typing import Final
from uuid import UUID

SOON: Final = timedelta(days=30)
VERY_SOON: Final = timedelta(days=7)
UNFINISHED_AFTER: Final = timedelta(days=14)


class ReminderKind(Enum):
    """What somebody is reminded of: each once for a certificate or an enrolment."""

    ENDS_IN_30_DAYS = "ENDS_IN_30_DAYS"
    ENDS_IN_7_DAYS = "ENDS_IN_7_DAYS"
    UNFINISHED = "UNFINISHED"


@dataclass(frozen=True, slots=True, kw_only=True)
class DueReminder:
    """What somebody is to be reminded of now.

    `about` is the certificate or the enrolment; `moment` is when the certificate ends, or when the
    course was begun.
    """

    about: UUID
    kind: ReminderKind
    subject: str
    course_id: UUID
    course_version: int
    moment: datetime


def of_certificate(valid_until: datetime, at: datetime) -> ReminderKind | None:
    """Return of what its holder is reminded at a moment; None while it is not time, or is over.

    Who was not told when 30 days were left, as nothing ran, is told of the 7 days alone.
    """
    left = valid_until - at
    if left <= timedelta(0) or left > SOON:
        return None
    return ReminderKind.ENDS_IN_7_DAYS if left <= VERY_SOON else ReminderKind.ENDS_IN_30_DAYS


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
