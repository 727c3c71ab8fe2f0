"""Which days people work on, and what a term that is counted in them comes to.

Weekends and bank holidays are no working days. Bank holidays are those of the nation that somebody
is in (Banking and Financial Dealings Act 1971, schedule 1, with what is proclaimed besides). Days
are those of London's time, which is that of all four nations.
"""

import calendar
import json
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from importlib.resources import files
from typing import Final
from zoneinfo import ZoneInfo

LONDON: Final = ZoneInfo("Europe/London")
_SATURDAY: Final = 5


class Nation(Enum):
    """A part of the United Kingdom; England and Wales have the same bank holidays."""

    ENGLAND = "ENGLAND"
    WALES = "WALES"
    SCOTLAND = "SCOTLAND"
    NORTHERN_IRELAND = "NORTHERN_IRELAND"


_DATA: Final = json.loads(files("kernel").joinpath("data/bank_holidays.json").read_text("utf-8"))
_LISTS: Final = {
    Nation.ENGLAND: "england-and-wales",
    Nation.WALES: "england-and-wales",
    Nation.SCOTLAND: "scotland",
    Nation.NORTHERN_IRELAND: "northern-ireland",
}
HOLIDAYS: Final[dict[Nation, frozenset[date]]] = {
    nation: frozenset(map(date.fromisoformat, _DATA[name])) for nation, name in _LISTS.items()
}
"""The bank holidays of each nation that we know."""


def day_of(at: datetime) -> date:
    """Return the day that it is in London."""
    return at.astimezone(LONDON).date()


def end_of(day: date) -> datetime:
    """Return the moment at which a day in London is over."""
    return datetime.combine(day + timedelta(days=1), time(), LONDON).astimezone(UTC)


def is_working_day(day: date, nation: Nation = Nation.ENGLAND) -> bool:
    """Tell whether it is neither a weekend nor a bank holiday."""
    return day.weekday() < _SATURDAY and day not in HOLIDAYS[nation]


def working_day(day: date, nation: Nation = Nation.ENGLAND) -> date:
    """Return the day, or the next one that is a working day."""
    while not is_working_day(day, nation):
        day += timedelta(days=1)
    return day


def working_days_on(day: date, count: int, nation: Nation = Nation.ENGLAND) -> date:
    """Return the working day that is so many after a day, which itself is not counted."""
    for _ in range(count):
        day = working_day(day + timedelta(days=1), nation)
    return day


def months_on(day: date, months: int) -> date:
    """Return the corresponding date so many months on, the month's last where there is none."""
    year, month = divmod(day.month - 1 + months, 12)
    last = calendar.monthrange(day.year + year, month + 1)[1]
    return day.replace(year=day.year + year, month=month + 1, day=min(day.day, last))
