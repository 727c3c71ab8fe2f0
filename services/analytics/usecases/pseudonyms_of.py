"""The names under which a person's events are kept."""

from datetime import UTC, datetime, time

from services.analytics.domain.period import Period
from services.analytics.usecases.ports import Pseudonyms


def pseudonyms_of(subject: str, period: Period | None, pseudonyms: Pseudonyms) -> list[str]:
    """Return a person's names, one for each day of a period."""
    if period is None:
        return []
    midnight = time(tzinfo=UTC)
    return [pseudonyms.of_day(subject, datetime.combine(day, midnight)) for day in period.days()]
