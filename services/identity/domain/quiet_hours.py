"""When a person would rather be left alone, as they said it."""

from dataclasses import dataclass
from typing import Final

MINUTES_OF_A_DAY: Final = 24 * 60


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
