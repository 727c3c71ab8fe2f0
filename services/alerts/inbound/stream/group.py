"""Streams whose readers have equal rights: what is judged for one of them counts for all."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from kernel.principals import Principal
from services.alerts.domain.whereabouts import NO_HOLDINGS, Holdings
from services.alerts.inbound.stream.entry import Entry, Order
from services.alerts.inbound.stream.ring import LARGEST
from services.alerts.inbound.stream.who import SharedRights

if TYPE_CHECKING:
    from services.alerts.inbound.stream.session import Session, Writer

MOST_NOTED: Final = LARGEST
"""Alerts of which a group notes that it was shown them: as many as the ring keeps."""


class Group:
    """The streams of readers whom an event reaches alike, unless it is for particular people.

    A stream that has nothing to catch up with is live. What comes is written to all live streams
    in one loop, and noted once for all of them. A stream that is behind notes for itself.
    """

    __slots__ = ("_shown", "behind", "holdings", "live", "reader", "rights")

    def __init__(
        self, rights: SharedRights, reader: Principal, holdings: Holdings = NO_HOLDINGS
    ) -> None:
        self.rights = rights
        self.reader = reader
        """One of the readers; the others have the same rights."""
        self.holdings = holdings
        """The same reader's; of the others nothing differs that is not personal."""
        self.live: dict[Session, Writer] = {}
        self.behind: set[Session] = set()
        self._shown: dict[str, tuple[int, Order]] = {}

    def __iter__(self) -> "Iterator[Session]":
        return iter([*self.live, *self.behind])

    def __len__(self) -> int:
        return len(self.live) + len(self.behind)

    def discard(self, session: "Session") -> None:
        """Forget a stream."""
        self.live.pop(session, None)
        self.behind.discard(session)

    def publish(self, entry: Entry, place: int) -> int:
        """Show an event that is new in the ring, at this place; return how many it is for."""
        if entry.personal:
            return self._publish_to_each(entry)
        seen = entry.seen_as(self.reader, self.holdings)
        if seen is not None:
            self._note(seen, place)
            data = seen.wire
            for writer in self.live.values():  # the one loop that everything else is short for
                writer.write(data)
        elif entry.replaces:
            for session in list(self.live):
                session.tell(entry, None)
        for session in self.behind:
            session.show(entry, seen)
        return 0 if seen is None else len(self)

    def _publish_to_each(self, entry: Entry) -> int:
        whose = entry.organisation  # mostly few of thousands, of whom alone more is asked
        sessions = [each for each in self if not whose or each.reader.organisation_id == whose]
        seen = entry.seen_as_each([(each.reader, each.holdings) for each in sessions])
        for session, each in zip(sessions, seen, strict=True):
            session.show(entry, each)
        return sum(each is not None for each in seen)

    def _note(self, seen: Entry, place: int) -> None:
        self._shown.pop(seen.thread, None)  # the newest stand last
        self._shown[seen.thread] = place, seen.order
        if len(self._shown) > MOST_NOTED:
            del self._shown[next(iter(self._shown))]

    def shown_since(self, place: int) -> dict[str, Order]:
        """Return of each alert what live streams were shown last, from this place on."""
        found: dict[str, Order] = {}
        for thread, (shown_at, order) in reversed(self._shown.items()):
            if shown_at < place:
                break
            found[thread] = order
        return found

    def last_shown(self, thread: str, since: int) -> Order | None:
        """Return what live streams were shown last of an alert, from a place on."""
        place, order = self._shown.get(thread, (-1, None))
        return order if place >= since else None
