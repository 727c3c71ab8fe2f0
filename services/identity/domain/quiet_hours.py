"""When a person would rather be left alone, as they said it."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

MINUTES_OF_A_DAY: Final = 24 * 60
_HOME: Final = ZoneInfo("Europe/London")


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From which minute of the day in London until which: over midnight if that is the earlier.

    What they hold back, whoever sends decides: nothing that may be about lives (docs/adr/0094).
    """

    from_minute: int
    until_minute: int

    def __post_init__(self) -> None:
        day = range(MINUTES_OF_A_DAY)
        if self.from_minute not in day or self.until_minute not in day:
            raise ValueError("must be minutes of a day, 0 to 1439")
        if self.from_minute == self.until_minute:
            raise ValueError("must begin and end at different minutes")

    def end_at(self, now: datetime) -> datetime | None:
        """Return when they end that run now, by the clock in London; None if none do."""
        local = now.astimezone(_HOME)
        minute, begin, end = local.hour * 60 + local.minute, self.from_minute, self.until_minute
        inside = begin <= minute < end if begin < end else minute >= begin or minute < end
        if not inside:
            return None
        over = end <= minute  # past midnight
        day = local.date() + timedelta(days=1) if over else local.date()
        ends = datetime.combine(day, time(end // 60, end % 60), _HOME)
        return ends.astimezone(now.tzinfo)
