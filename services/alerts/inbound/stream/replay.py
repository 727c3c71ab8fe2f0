"""What a stream opens with, put together once for all who have equal rights and missed as much."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, TypeAlias

from services.alerts.domain.audience import Person
from services.alerts.inbound.stream.entry import Entry, Order
from services.alerts.inbound.stream.ring import Ring
from services.alerts.inbound.stream.who import SharedRights

MOST_KEPT: Final = 1_000
_ACTIVE: Final = -1
_Key: TypeAlias = tuple[SharedRights | None, int, str]
"""Whose rights, from which place on, and the id of the part that they have of what is there.

Without rights: of what is for everyone, whoever reads.
"""

_FOREVER: Final = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """Events of which a reader may see anything, oldest first, and the bytes of what they see."""

    entries: tuple[Entry, ...]
    wire: bytes
    shown: Mapping[str, Order]

    @classmethod
    def of(cls, entries: tuple[Entry, ...], seen: tuple[Entry, ...]) -> "Replay":
        """Put events together of which none is overtaken, each as it is seen."""
        return cls(
            entries=entries,
            wire=b"".join(each.wire for each in seen),
            shown={each.thread: each.order for each in seen},
        )


class Replays:
    """Finds replays, and keeps them until the ring changes: thousands may come back at once."""

    def __init__(self, ring: Ring) -> None:
        self._ring = ring
        self._at = 0
        self._kept: dict[_Key, tuple[Replay, datetime]] = {}
        self._since: dict[int, list[Entry]] = {}
        self._alike: dict[tuple[int, ...], Replay] = {}

    def since(
        self, last_id: str, rights: SharedRights, person: Person, now: datetime
    ) -> Replay | None:
        """Return what came after an event and may still be shown; None if its id is not known.

        `rights` are what decides for the person on all that is not personal.
        """
        place = self._ring.place_after(last_id)
        if place is None:
            return None
        lesser = last_id if self._ring.tells_less(last_id) else ""
        kept = self._kept_for(rights, place, lesser, now)
        if kept is not None:
            return kept
        if place not in self._since:
            self._since[place] = self._ring.since(place)
        current = [entry for entry in self._since[place] if entry.current(now)]
        return self._made((rights, place, lesser), current, person)

    def active(self, rights: SharedRights, person: Person, now: datetime) -> Replay:
        """Return the alerts that are out and current."""
        kept = self._kept_for(rights, _ACTIVE, "", now)
        return kept or self._made((rights, _ACTIVE, ""), self._ring.active(now), person)

    def _kept_for(
        self, rights: SharedRights, place: int, lesser: str, now: datetime
    ) -> Replay | None:
        """Return what was put together for such a reader, or for whoever reads, and still holds."""
        there = self._fresh()
        kept = there.get((None, place, lesser)) or there.get((rights, place, lesser))
        return kept[0] if kept is not None and now < kept[1] else None

    def _fresh(self) -> dict[_Key, tuple[Replay, datetime]]:
        if self._at != self._ring.end or len(self._kept) > MOST_KEPT:
            self._at = self._ring.end
            self._kept.clear()
            self._since.clear()
            self._alike.clear()
        return self._kept

    def _made(self, key: _Key, entries: list[Entry], reader: Person) -> Replay:
        _, place, had = key
        if all(entry.open for entry in entries):
            key = None, place, had
        judged = [(entry, entry.seen_as(*reader)) for entry in entries]
        judged = [each for each in judged if each[1] is None or each[1].event_id != had]
        seen = tuple(each for _, each in judged if each is not None)
        same = tuple(map(id, seen))  # groups differ in rights, and mostly see the same
        made = self._alike.get(same)
        if made is None:
            whole = tuple(entry for entry, each in judged if each is not None)
            made = self._alike[same] = Replay.of(whole, seen)
        if not any(entry.personal for entry in entries):  # else others of the group see others
            expiring = (entry.expires_at for entry in entries if not entry.ended)
            good_until = min(expiring, default=_FOREVER)
            self._kept[key] = made, good_until
        return made
