"""How long an earned tier lasts, when its end is announced, and what then."""

import calendar
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from kernel.tiers import Tier
from services.identity.domain.ending import warning_due

MONTHS: Final = 24
"""How long a tier lasts unless a setting says otherwise."""

RENEWAL: Final = timedelta(days=90)
"""How long before the end somebody may ask to be verified again."""

FALLS_TO: Final = Tier.REGISTERED
"""What is left when the time is over: what a confirmed address gives."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TierTerm:
    """That somebody holds a tier until then. `warned` is the nearest warning that was sent."""

    subject: str
    tier: Tier
    began: datetime
    until: datetime
    warned: int | None = None

    @classmethod
    def granted(cls, subject: str, tier: Tier, at: datetime, months: int) -> "TierTerm":
        """Return the term of a tier that was earned just now."""
        return cls(subject=subject, tier=tier, began=at, until=months_after(at, months))

    def over(self, at: datetime) -> bool:
        """Tell whether the tier is held no more."""
        return at >= self.until

    def renewable(self, at: datetime) -> bool:
        """Tell whether the person may ask to be verified again."""
        return at >= self.until - RENEWAL

    def warning_due(self, at: datetime) -> int | None:
        """Return the warning that is to be sent now, in days, or None.

        After a pause only the nearest is sent, and none when the time is over.
        """
        return warning_due(self.until, self.warned, at)

    def with_warning(self, days: int) -> "TierTerm":
        """Keep that a warning was sent."""
        return replace(self, warned=days)


def months_after(at: datetime, months: int) -> datetime:
    """Return the same day so many months later; the month's last day where there is no such."""
    year, month = divmod(at.month - 1 + months, 12)
    last = calendar.monthrange(at.year + year, month + 1)[1]
    return at.replace(year=at.year + year, month=month + 1, day=min(at.day, last))
