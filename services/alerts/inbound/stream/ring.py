"""The newest events, kept for those who come back: found by a random id, in order of arrival."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from services.alerts.inbound.stream.entry import Entry
from services.alerts.inbound.stream.wire import NOTHING_YET

LARGEST: Final = 10_000


class Ring:
    """A bounded sequence of entries. Each version of an alert is in it once.

    Events may come in any order and more than once, also under another id (`republish`): the
    first of a version stays where it is, and both ids find it.
    """

    def __init__(self, size: int = LARGEST) -> None:
        self._size = size
        self._entries: dict[int, Entry] = {}
        self._ids: dict[str, int] = {}
        self._lesser: dict[str, int] = {}
        """The ids of parts and notices: who has one may lack the rest of the same entry."""
        self._names: dict[int, list[str]] = {}
        self._places: dict[tuple[str, int], int] = {}
        self._newest: dict[str, Entry] = {}
        self._doubted: dict[int, int] = {}
        self.end = 0
        """The place that the next entry gets."""

    def add(self, entry: Entry) -> bool:
        """Keep an entry; tell whether it is to be shown: new, and not overtaken by a later one."""
        if entry.event_id in self._ids:
            return False
        place = self._places.get((entry.alert_id, entry.version))
        if place is not None:
            self._name(place, entry)
            return False
        if self._forgot(entry):
            return False
        place = self.end
        self.end += 1
        self._entries[place] = entry
        self._places[entry.alert_id, entry.version] = place
        self._name(place, entry)
        newest = self._newest.get(entry.thread)
        if newest is None or newest.order < entry.order:
            self._newest[entry.thread] = entry
        if len(self._entries) > self._size:
            self._forget(self.end - self._size - 1)
        return not self.overtaken(entry)

    def _forgot(self, entry: Entry) -> bool:
        """Tell whether it is older than all that a full ring keeps: it was shown long ago."""
        if len(self._entries) < self._size:
            return False
        return entry.happened_at < self._entries[self.end - self._size].happened_at

    def knows(self, event_id: str) -> bool:
        """Tell whether an event is in the ring, under this id."""
        return event_id in self._ids

    def _name(self, place: int, entry: Entry) -> None:
        self._ids[entry.event_id] = place
        self._lesser.update(dict.fromkeys(entry.lesser_ids, place))
        self._names.setdefault(place, []).extend((entry.event_id, *entry.lesser_ids))

    def _forget(self, place: int) -> None:
        entry = self._entries.pop(place)
        self._doubted.pop(place, None)
        for event_id in self._names.pop(place):
            self._ids.pop(event_id, None)
            self._lesser.pop(event_id, None)
        del self._places[entry.alert_id, entry.version]
        if self._newest.get(entry.thread) is entry:
            del self._newest[entry.thread]

    def overtaken(self, entry: Entry) -> bool:
        """Tell whether something later of its thread is known: an update, or the end.

        What belongs to a thread without being one of its messages is over with the thread.
        """
        above = self._newest.get(entry.under) if entry.under else None
        if above is not None and (above.ended or 0 < entry.beside < above.number):
            return True
        newest = self._newest.get(entry.thread)
        return entry.superseded or (newest is not None and newest.order > entry.order)

    def doubt(self, firsts: Mapping[str, str]) -> None:
        """Of these events, whose readers may lack something before them, replay from there on.

        Readers drop by its id what they have: a repeat is better than a loss.
        """
        for event_id, first in firsts.items():
            if event_id in self._ids and first in self._ids:
                self._doubted[self._ids[event_id]] = self._ids[first]

    def place_after(self, event_id: str) -> int | None:
        """Return the place from which its reader lacks something; None if its id is not known."""
        if event_id == NOTHING_YET:
            return 0
        if event_id in self._lesser:
            return self._lesser[event_id]
        place = self._ids.get(event_id)
        return None if place is None else self._doubted.get(place, place + 1)

    def tells_less(self, event_id: str) -> bool:
        """Tell whether this is the id of a part or a notice, and not of what it is about."""
        return event_id in self._lesser

    def after(self, event_id: str) -> list[Entry] | None:
        """Return what came after an event, oldest first; None if the id is not known."""
        place = self.place_after(event_id)
        return None if place is None else self.since(place)

    def since(self, place: int) -> list[Entry]:
        """Return what has a place from this one on, oldest first, without what was overtaken."""
        first = max(place, self.end - len(self._entries))
        entries = (self._entries[each] for each in range(first, self.end))
        return [entry for entry in entries if not self.overtaken(entry)]

    def active(self, at: datetime) -> list[Entry]:
        """Return the alerts that are out and current, oldest first."""
        return [entry for entry in self.since(0) if not entry.ended and entry.expires_at > at]

    def newest_id(self, seen_as: Callable[[Entry], Entry | None]) -> str:
        """Return the id of the newest event as someone sees it; never that of a hidden one."""
        places = range(self.end - 1, self.end - 1 - len(self._entries), -1)
        found = (seen_as(self._entries[place]) for place in places)
        return next((each.event_id for each in found if each is not None), NOTHING_YET)
