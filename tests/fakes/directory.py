"""Branches, what is read of them, and what goes through us, in memory."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from kernel.pages import Place
from kernel.standing import Standing
from services.identity.domain.relay import RecordFreeze
from services.identity.domain.subscriber import Subscriber

DAY = timedelta(days=1)


@dataclass
class MemoryBranches:
    """The people of branches, in the dictionary of people."""

    people: Mapping[str, Subscriber] = field(default_factory=dict)

    def page(
        self, region: str, sector: str, *, after: Place | None, size: int
    ) -> Sequence[Subscriber]:
        found = [
            each
            for each in self.people.values()
            if each.standing is Standing.ACTIVE
            and region in each.profile.regions
            and sector in each.profile.sectors
            and (after is None or (each.created_at, each.subject) > (after.at, str(after.item_id)))
        ]
        return sorted(found, key=lambda each: (each.created_at, each.subject))[:size]


@dataclass
class MemoryRecordReads:
    """What was read, in dictionaries."""

    people: Mapping[str, Subscriber] = field(default_factory=dict)
    read: dict[tuple[str, str], datetime] = field(default_factory=dict)
    kept: dict[str, RecordFreeze] = field(default_factory=dict)

    def add(self, reader: str, people: Collection[str], at: datetime) -> int:
        for each in people:
            if self.read.get((reader, each), at - DAY) <= at - DAY:
                self.read[reader, each] = at
        return sum(who == reader and when > at - DAY for (who, _), when in self.read.items())

    def frozen(self, reader: str) -> bool:
        return reader in self.kept

    def freeze(self, reader: str, at: datetime, records: int) -> bool:
        if reader in self.kept:
            return False
        person = self.people.get(reader)
        said = f"{person.profile.given_name} {person.profile.family_name}" if person else ""
        self.kept[reader] = RecordFreeze(subject=reader, name=said, frozen_at=at, records=records)
        return True

    def freezes(self, *, most: int) -> Sequence[RecordFreeze]:
        return sorted(self.kept.values(), key=lambda each: (each.frozen_at, each.subject))[:most]

    def lift(self, reader: str) -> bool:
        self.read = {key: at for key, at in self.read.items() if key[0] != reader}
        return self.kept.pop(reader, None) is not None

    def forget(self, before: datetime) -> int:
        old = [key for key, at in self.read.items() if at < before]
        for key in old:
            del self.read[key]
        return len(old)


@dataclass
class MemoryRelayed:
    """What went through us, in a list."""

    sent: list[tuple[str, datetime]] = field(default_factory=list)

    def add(self, sender: str, at: datetime) -> None:
        self.sent.append((sender, at))

    def count(self, sender: str, since: datetime) -> int:
        return sum(who == sender and at >= since for who, at in self.sent)

    def forget(self, before: datetime) -> int:
        old = [each for each in self.sent if each[1] < before]
        self.sent = [each for each in self.sent if each[1] >= before]
        return len(old)


@dataclass
class MemoryReadingMeasures:
    """Counts."""

    count: int = 0

    def frozen(self) -> None:
        self.count += 1
