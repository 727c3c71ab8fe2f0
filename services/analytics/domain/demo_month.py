"""A month of usage for the demonstration: made up, the same each time, told apart as `demo`.

A day's events follow from its date alone, so a seed that runs again on the same or another day
adds only what is not there. All are at midnight: nothing here tells of an hour.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from uuid import UUID, uuid5

from kernel.tiers import Tier
from services.analytics.domain.usage import DEMO, UNKNOWN, Usage

DAYS: Final = 30
_SPACE: Final = UUID("7c0ff5b2-3a58-4a35-9d0c-51d1f2a9f6f4")
_SATURDAY: Final = 5


@dataclass(frozen=True, slots=True)
class _Habit:
    """What people of the demonstration do: how many a working day, and to which kinds of thing.

    `account` is false for what is done before there is an account.
    """

    metric: str
    people: int
    details: tuple[str, ...] = (UNKNOWN,)
    account: bool = True


_HABITS: Final = (
    _Habit("identity.registered", 42, account=False),
    _Habit("identity.confirmed", 36, account=False),
    _Habit("identity.verification-decided", 16, ("granted", "granted", "granted", "refused")),
    _Habit("content.published", 18, ("GUIDANCE", "GUIDANCE", "BULLETIN", "BRIEFING")),
    _Habit("alerts.drafted", 12, ("Moderate", "Minor", "Severe")),
    _Habit("alerts.issued", 9, ("Moderate", "Minor", "Severe")),
)
_TIERS: Final = (Tier.TRUSTED, Tier.TRUSTED, Tier.VERIFIED)
_REGIONS: Final = {"LON": 9, "SE": 6, "NW": 5, "WM": 4, "SCO": 4, "WAL": 2, "NI": 1}
_SECTORS: Final = {
    "emergency-services": 8,
    "retail": 5,
    "local-government": 4,
    "transport": 3,
    "night-time-economy": 1,
}


def demo_month(today: date) -> Iterator[Usage]:
    """Yield the events of the 30 days up to and with today."""
    for back in range(DAYS - 1, -1, -1):
        yield from _day(today - timedelta(days=back))


def _day(day: date) -> Iterator[Usage]:
    made_up = random.Random(f"demonstration {day}")  # noqa: S311 - nothing secret is drawn
    quiet = day.weekday() >= _SATURDAY
    for habit in _HABITS:
        usual = habit.people // 3 if quiet else habit.people
        people = made_up.randint(usual - usual // 4, usual + usual // 4)
        for number in range(people):
            for again in range(made_up.choice((1, 1, 1, 2, 3))):
                yield _event(habit, day, number, again, made_up)


def _event(habit: _Habit, day: date, number: int, again: int, made_up: random.Random) -> Usage:
    person = random.Random(f"{day} {number}")  # noqa: S311 - as above: the same person all day
    known = habit.account
    return Usage(
        event_id=uuid5(_SPACE, f"{day} {habit.metric} {number} {again}"),
        service=DEMO,
        metric=habit.metric,
        occurred_at=datetime.combine(day, time(tzinfo=UTC)),
        pseudonym=uuid5(_SPACE, f"{day} {number}").hex if known else "",
        tier=person.choice(_TIERS) if known else Tier.PUBLIC,
        region=_drawn(_REGIONS, person) if known else UNKNOWN,
        sector=_drawn(_SECTORS, person) if known else UNKNOWN,
        detail=made_up.choice(habit.details),
    )


def _drawn(weights: dict[str, int], person: random.Random) -> str:
    return person.choices(list(weights), list(weights.values()))[0]
