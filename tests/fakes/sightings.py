"""On which day people were last here, in memory."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from kernel.standing import Standing
from services.identity.domain.dormancy import FIRST, LAST, Sighting
from services.identity.domain.subscriber import Subscriber


@dataclass
class MemorySightings:
    """The days in a dictionary."""

    kept: dict[str, Sighting] = field(default_factory=dict)
    people: dict[str, Subscriber] = field(default_factory=dict)

    def note(self, subject: str, day: date) -> None:
        there = self.kept.get(subject)
        if there is None or there.day < day:
            self.kept[subject] = Sighting(subject=subject, day=day)

    def find(self, subject: str) -> Sighting | None:
        return self.kept.get(subject)

    def warned(self, sighting: Sighting, days: int) -> None:
        there = self.kept[sighting.subject]
        if there.day == sighting.day:
            self.kept[sighting.subject] = replace(there, warned=days)

    def told(self, subject: str, day: date, days: int, at: datetime) -> None:
        there = self.kept.get(subject)
        if there is None or there.day != day:
            return
        if days == FIRST and there.first_told_at is None:
            self.kept[subject] = replace(there, first_told_at=at)
        if days == LAST and there.last_told_at is None:
            self.kept[subject] = replace(there, last_told_at=at)

    def due(self, at: datetime, *, after: Sighting | None = None, most: int) -> Sequence[Sighting]:
        found = [
            each
            for each in self.kept.values()
            if each.subject in self.people
            and self.people[each.subject].standing is Standing.ACTIVE
            and (each.over(at) or each.warning_due(at) is not None)
            and (after is None or (each.day, each.subject) > (after.day, after.subject))
        ]
        return sorted(found, key=lambda each: (each.day, each.subject))[:most]


@dataclass
class MemoryDormancyMeasures:
    """What failed."""

    errors: list[Exception] = field(default_factory=list)

    def failed(self, error: Exception) -> None:
        self.errors.append(error)
