"""The days that are asked for."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from chassis.errors import Invalid, Violation

MOST_DAYS: Final = 400
"""A year with the month before it, for comparing."""


@dataclass(frozen=True, slots=True)
class Period:
    """From a day to a day, both included."""

    first: date
    last: date

    @classmethod
    def of(cls, first: date, last: date) -> "Period":
        """Return the period.

        Raises:
            Invalid: it ends before it begins, or is longer than MOST_DAYS.
        """
        length = (last - first).days + 1
        if not 1 <= length <= MOST_DAYS:
            what = f"must be the first day or later, and at most {MOST_DAYS} days in all"
            raise Invalid(Violation("to_day", what))
        return cls(first, last)

    def days(self) -> Iterator[date]:
        """Yield each day, oldest first."""
        for number in range((self.last - self.first).days + 1):
            yield self.first + timedelta(days=number)
