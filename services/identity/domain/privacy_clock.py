"""By when somebody who asks about their data is answered: months, and then a working day.

UK GDPR article 12(3): without undue delay and within one month of receipt; two further months where
requests are complex, of which the person is told within the first. The Information Commissioner
counts to the corresponding date of the next month, its last day where there is no such date, and to
the next working day where that is a weekend or a bank holiday.
"""

import calendar
import json
from datetime import UTC, date, datetime, time, timedelta
from importlib.resources import files
from typing import Final
from zoneinfo import ZoneInfo

_DATA: Final = json.loads(
    files("services.identity.domain").joinpath("data/bank_holidays.json").read_text("utf-8")
)
LONDON: Final = ZoneInfo("Europe/London")
HOLIDAYS: Final[frozenset[date]] = frozenset(map(date.fromisoformat, _DATA["england-and-wales"]))
FIRST_MONTHS: Final = 1
FURTHER_MONTHS: Final = 2
ACKNOWLEDGED_WITHIN: Final = timedelta(days=30)
"""How soon somebody hears that their complaint arrived (Data Protection Act 2018, section 164A)."""

_SATURDAY: Final = 5


def day_of(at: datetime) -> date:
    """Return the day that it is in London."""
    return at.astimezone(LONDON).date()


def end_of(day: date) -> datetime:
    """Return the moment at which a day in London is over."""
    return datetime.combine(day + timedelta(days=1), time(), LONDON).astimezone(UTC)


def is_working_day(day: date) -> bool:
    """Tell whether it is neither a weekend nor a bank holiday."""
    return day.weekday() < _SATURDAY and day not in HOLIDAYS


def working_day(day: date) -> date:
    """Return the day, or the next one that is a working day."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def months_on(day: date, months: int) -> date:
    """Return the corresponding date so many months on, the month's last where there is none."""
    year, month = divmod(day.month - 1 + months, 12)
    last = calendar.monthrange(day.year + year, month + 1)[1]
    return day.replace(year=day.year + year, month=month + 1, day=min(day.day, last))


def answer_due(received: date) -> date:
    """Return the last day on which an answer is in time."""
    return working_day(months_on(received, FIRST_MONTHS))


def longest_due(received: date) -> date:
    """Return the last day on which the answer to a complex request is in time."""
    return working_day(months_on(received, FIRST_MONTHS + FURTHER_MONTHS))


def acknowledgement_due(received: date) -> date:
    """Return the last day on which an acknowledgement is in time; 30 days are days of any kind."""
    return received + ACKNOWLEDGED_WITHIN
