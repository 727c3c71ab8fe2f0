"""How often people sign in at a partner site: a day's figures, or nothing if too few did.

The rule is that of the usage figures: what fewer than LEAST people did is told of nobody, and a day
without anybody looks the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final
from uuid import UUID

LEAST: Final = 5
LONGEST: Final = 90
"""How many days one may look back, and how long single sign-ins are kept."""

USUAL: Final = 28


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerSignIn:
    """That somebody signed in. `name` stands for them on this one day."""

    event_id: str
    site_id: UUID
    at: datetime
    name: str

    @property
    def day(self) -> date:
        """The day, by UTC: names are good for such a day."""
        return day_of(self.at)


@dataclass(frozen=True, slots=True)
class Count:
    """How often, and how many people."""

    sign_ins: int
    people: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerDay:
    """What may be told of a day."""

    day: date
    withheld: bool = True
    sign_ins: int = 0
    people: int = 0


def day_of(at: datetime) -> date:
    """Return the day of a moment, by UTC."""
    return at.astimezone(UTC).date()


def told(counts: Mapping[date, Count], *, today: date, days: int) -> list[PartnerDay]:
    """Return what may be told of so many days, the newest first."""
    return [_told(today - timedelta(days=back), counts) for back in range(days)]


def _told(day: date, counts: Mapping[date, Count]) -> PartnerDay:
    count = counts.get(day)
    if count is None or count.people < LEAST:
        return PartnerDay(day=day)
    return PartnerDay(day=day, withheld=False, sign_ins=count.sign_ins, people=count.people)
