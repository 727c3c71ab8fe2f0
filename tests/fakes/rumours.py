"""The rumour board in memory, and entries as tests make them."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from chassis.errors import StaleVersion
from kernel.pages import Place
from services.alerts.domain.rumour import (
    Quoted,
    Rumour,
    RumourKind,
    RumourNotFound,
    RumourStatus,
)
from services.alerts.domain.threat_change import Hand


@dataclass
class MemoryRumours:
    """Entries in a dictionary."""

    kept: dict[UUID, Rumour] = field(default_factory=dict)

    def add(self, rumour: Rumour) -> None:
        self.kept[rumour.rumour_id] = rumour

    def get(self, rumour_id: UUID, *, lock: bool = False) -> Rumour:
        if rumour_id not in self.kept:
            raise RumourNotFound("There is no such entry.")
        return self.kept[rumour_id]

    def save(self, rumour: Rumour) -> None:
        if self.kept[rumour.rumour_id].version != rumour.version - 1:
            raise StaleVersion("The entry changed meanwhile: read it again.")
        self.kept[rumour.rumour_id] = rumour

    def board(self, *, after: Place | None, size: int) -> Sequence[Rumour]:
        found = [
            (each.published.at, each.rumour_id, each)
            for each in self.kept.values()
            if each.published is not None
            and (after is None or (each.published.at, each.rumour_id) < (after.at, after.item_id))
        ]
        return [each for *_, each in sorted(found, key=lambda row: row[:2], reverse=True)][:size]

    def waiting(self, *, most: int) -> Sequence[Rumour]:
        found = [each for each in self.kept.values() if each.status is RumourStatus.PROPOSED]
        return sorted(found, key=_place, reverse=True)[:most]

    def handled_by(self, subject: str) -> Sequence[Rumour]:
        found = [each for each in self.kept.values() if subject in each.people]
        return sorted(found, key=_place)

    def rename(self, subject: str, pseudonym: str) -> int:
        def named(hand: Hand | None) -> Hand | None:
            return replace(hand, by=pseudonym) if hand and hand.by == subject else hand

        changed = self.handled_by(subject)
        for each in changed:
            self.kept[each.rumour_id] = replace(
                each,
                proposed=named(each.proposed) or each.proposed,
                published=named(each.published),
                dropped=named(each.dropped),
                withdrawn=named(each.withdrawn),
            )
        return len(changed)


def _place(rumour: Rumour) -> tuple[datetime, UUID]:
    return rumour.proposed.at, rumour.rumour_id


def quoted(**given: Any) -> Quoted:
    """A message that goes around and that we did not issue, unless said otherwise."""
    said = {"kind": RumourKind.NOT_ISSUED, "quote": "Stay out of the market!", "language": "en-GB"}
    return Quoted(**said | given)


def unfounded(at: datetime, **given: Any) -> Quoted:
    """A report of which the police say that it is unfounded."""
    said = {"kind": RumourKind.UNFOUNDED, "source": "Metropolitan Police", "source_said_at": at}
    return quoted(**said | given)


def proposed_rumour(at: datetime, by: str = "author", **given: Any) -> Rumour:
    """An entry that waits for a second person."""
    words = given.pop("quoted", None) or quoted()
    hand = Hand(by=by, at=at)
    return Rumour(rumour_id=uuid4(), version=1, quoted=words, proposed=hand, **given)


def published_rumour(at: datetime, by: str = "approver", **given: Any) -> Rumour:
    """An entry on the board."""
    waits = proposed_rumour(at, **given)
    return waits.publish(by=by, read=waits.digest, at=at)
