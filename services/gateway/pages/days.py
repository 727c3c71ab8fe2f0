"""A day that somebody types, such as 31/12/2027, as the moment at which it ends here."""

from datetime import UTC, datetime, time
from typing import Any, Final
from zoneinfo import ZoneInfo

from flask_babel import gettext
from wtforms.validators import ValidationError

_HOME: Final = ZoneInfo("Europe/London")
_EVENING: Final = time(23, 59, 59)


def last_day(said: str) -> datetime | None:
    """Return the end of a day that is written as 31/12/2027; None for what is none."""
    try:
        day = datetime.strptime(said.strip(), "%d/%m/%Y").replace(tzinfo=_HOME)
    except ValueError:
        return None
    return datetime.combine(day, _EVENING, _HOME).astimezone(UTC)


def a_day(_form: Any, field: Any) -> None:
    """Refuse what is said and is no day."""
    if (field.data or "").strip() and last_day(field.data) is None:
        raise ValidationError(gettext("must be a day, like 31/12/2027"))
