"""One event that is counted, and by what it is counted."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from typing import Final
from uuid import UUID

from chassis.errors import Violation
from kernel.tiers import Tier
from services.analytics.domain.errors import UsageUnfit

LONGEST: Final = 100
"""Characters of any one word of an event."""

UNKNOWN: Final = ""
"""The value of a dimension for an event that does not say it."""

DEMO: Final = "demo"
"""The service under which the demonstration's own events are counted."""

_METRIC: Final = re.compile(r"[a-z][a-z0-9-]*(\.[a-z0-9_-]+)+")
_AHEAD: Final = timedelta(days=1)


class Dimension(Enum):
    """By what a day is broken down."""

    NONE = "none"
    TIER = "tier"
    REGION = "region"
    SECTOR = "sector"
    DETAIL = "detail"
    SERVICE = "service"


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """Somebody did something.

    `pseudonym` stands for them on that UTC day only; it is empty for one who has no account.
    """

    event_id: UUID
    service: str
    metric: str
    occurred_at: datetime
    pseudonym: str
    tier: Tier
    region: str = UNKNOWN
    sector: str = UNKNOWN
    detail: str = UNKNOWN

    @property
    def day(self) -> date:
        """The UTC day: pseudonyms change with it, so people are counted right on no other."""
        return self.occurred_at.astimezone(UTC).date()

    def value(self, dimension: Dimension) -> str:
        """Return the cell of the day to which it belongs."""
        match dimension:
            case Dimension.NONE:
                return ""
            case Dimension.TIER:
                return self.tier.name
            case Dimension.REGION:
                return self.region
            case Dimension.SECTOR:
                return self.sector
            case Dimension.DETAIL:
                return self.detail
            case Dimension.SERVICE:
                return self.service

    def check(self, *, kept_from: date, today: date) -> None:
        """See that it can be counted.

        Raises:
            UsageUnfit: it is of another service's metric, of a day that is not kept, or too long.
        """
        words = (self.metric, self.pseudonym, self.region, self.sector, self.detail)
        wrong = []
        if not _METRIC.fullmatch(self.metric):
            wrong.append(Violation("metric", "must be <service>.<verb>"))
        elif self.metric.partition(".")[0] != self.service and self.service != DEMO:
            wrong.append(Violation("metric", "is not of the service that tells of it"))
        if any(len(word) > LONGEST or "\x00" in word for word in words):
            wrong.append(Violation("event", f"has a word longer than {LONGEST}, or a NUL"))
        if not kept_from <= self.day <= today + _AHEAD:
            wrong.append(Violation("occurred_at", f"must be on {kept_from} or later, and past"))
        if wrong:
            raise UsageUnfit(*wrong)
