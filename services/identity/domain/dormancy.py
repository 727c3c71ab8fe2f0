"""When somebody was last here, and when an account that nobody uses closes."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from services.identity.domain.ending import WARNED_DAYS
from services.identity.domain.tier_term import months_after

MONTHS: Final = 12
"""After how many months without a sign-in an account closes."""

NOTICE: Final = "account-dormant"
"""The mail that says so beforehand."""

FIRST, LAST = WARNED_DAYS
"""How many days before the end each of the two notices is sent."""

_FIRST, _LAST = timedelta(days=FIRST), timedelta(days=LAST)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """The day in UTC on which somebody was last here: a day, no hour, no place, nothing else.

    `warned` is the nearest notice of the closing that was written since. `first_told_at` and
    `last_told_at` are when the mail server took the two: what it never took never counts.
    """

    subject: str
    day: date
    warned: int | None = None
    first_told_at: datetime | None = None
    last_told_at: datetime | None = None

    @property
    def until(self) -> datetime:
        """When the account closes: the same day a year later, or the month's last.

        Later where a notice was late: never before 30 days after the first and 7 after the last.
        """
        days = [months_after(datetime.combine(self.day, time(), UTC), MONTHS)]
        if self.first_told_at is not None:
            days.append(self.first_told_at + _FIRST)
        if self.last_told_at is not None:
            days.append(self.last_told_at + _LAST)
        return max(days)

    def over(self, at: datetime) -> bool:
        """Tell whether the account is to close: both notices were sent, and their time is over."""
        told = self.first_told_at is not None and self.last_told_at is not None
        return told and at >= self.until

    def warning_due(self, at: datetime) -> int | None:
        """Return the notice that is to be written now, in days, or None.

        The second waits until the first was sent.
        """
        if self.warned is None:
            return FIRST if at >= self.until - _FIRST else None
        if self.warned == FIRST and self.first_told_at is not None:
            return LAST if at >= self.until - _LAST else None
        return None

    def promised(self, days: int, at: datetime) -> datetime:
        """Return the day that a notice written now names: the account never closes before it."""
        return max(self.until, at + timedelta(days=days))
