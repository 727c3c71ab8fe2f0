"""When somebody was last here, and when an account that nobody uses closes."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Final

from services.identity.domain.ending import warning_due
from services.identity.domain.tier_term import months_after

MONTHS: Final = 12
"""After how many months without a sign-in an account closes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """The day in UTC on which somebody was last here: a day, no hour, no place, nothing else.

    `warned` is the nearest notice of the closing that was sent since.
    """

    subject: str
    day: date
    warned: int | None = None

    @property
    def until(self) -> datetime:
        """When the account closes: the same day a year later, or the month's last."""
        return months_after(datetime.combine(self.day, time(), UTC), MONTHS)

    def over(self, at: datetime) -> bool:
        """Tell whether the account is to close."""
        return at >= self.until

    def warning_due(self, at: datetime) -> int | None:
        """Return the notice that is to be sent now, in days, or None."""
        return warning_due(self.until, self.warned, at)
