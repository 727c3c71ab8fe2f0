"""The newest events, for those who come back."""

from collections import OrderedDict
from collections.abc import Sequence

from services.alerts.inbound.stream.wire import StreamItem


class Ring:
    """A bounded memory of events in the order in which they came, found by their random ids.

    An event that is older than what is known of its alert is left out: a late original never
    arrives after its end.
    """

    def __init__(self, most: int = 10_000) -> None:
        self._most = most
        self._items: OrderedDict[str, StreamItem] = OrderedDict()
        self._newest: dict[str, StreamItem] = {}

    def __len__(self) -> int:
        return len(self._items)

    def add(self, item: StreamItem) -> bool:
        """Remember an event; False if it, or a newer one of its alert, is known already."""
        newest = self._newest.get(item.alert_id)
        if newest is not None and newest.version >= item.version:
            return False
        self._newest[item.alert_id] = item
        self._items[item.event_id] = item
        while len(self._items) > self._most:
            _, oldest = self._items.popitem(last=False)
            if self._newest.get(oldest.alert_id) is oldest:
                del self._newest[oldest.alert_id]
        return True

    def after(self, event_id: str) -> Sequence[StreamItem] | None:
        """Return what came after an event, oldest first; None if the event is not known."""
        if event_id not in self._items:
            return None
        newer = []
        for key in reversed(self._items):
            if key == event_id:
                break
            newer.append(self._items[key])
        return newer[::-1]

    def active(self) -> Sequence[StreamItem]:
        """Return the alerts that have not ended, oldest first."""
        return [item for item in self._newest.values() if not item.ended]
