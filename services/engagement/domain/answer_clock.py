"""By when an answer is due: in working days of the asker's part of the country."""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from importlib.resources import files
from typing import Final
from zoneinfo import ZoneInfo

_DATA: Final = json.loads(
    files("services.engagement.domain").joinpath("data/working_days.json").read_text("utf-8")
)
LONDON: Final = ZoneInfo("Europe/London")
END_OF_DAY: Final = time(17)
_SATURDAY: Final = 5
HOLIDAYS: Final[dict[str, frozenset[date]]] = {
    division: frozenset(map(date.fromisoformat, days))
    for division, days in _DATA["holidays"].items()
}
"""The bank holidays of each division."""


def is_working_day(day: date, region: str) -> bool:
    """Tell whether people work on a day in a region: no weekend and no bank holiday there."""
    division = _DATA["division_of_region"].get(region, _DATA["other_regions"])
    return day.weekday() < _SATURDAY and day not in HOLIDAYS[division]


@dataclass(frozen=True, slots=True)
class AnswerClock:
    """Answers are due within some working days."""

    working_days: int

    def due(self, asked_at: datetime, region: str) -> datetime:
        """Return 17:00 in London on the last of the working days after that of the asking."""
        day, left = asked_at.astimezone(LONDON).date(), self.working_days
        while left:
            day += timedelta(days=1)
            left -= is_working_day(day, region)
        return datetime.combine(day, END_OF_DAY, LONDON).astimezone(UTC)
