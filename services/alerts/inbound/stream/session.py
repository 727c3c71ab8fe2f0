"""One open stream: who reads, what was shown, and what still waits to be written."""

from collections import deque
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final, Protocol

from chassis.principals import PrincipalRow
from kernel.principals import Principal
from services.alerts.domain.whereabouts import NO_HOLDINGS, Holdings
from services.alerts.inbound.stream.entry import Entry, Order
from services.alerts.inbound.stream.group import Group
from services.alerts.inbound.stream.replay import Replay
from services.alerts.inbound.stream.ring import Ring
from services.alerts.inbound.stream.who import Holder

MOST_AT_ONCE: Final = 128 * 1024
"""Bytes of a replay that are handed over in one piece; of a longer one the reader sets the pace."""

_NOTHING: Final[Mapping[str, Order]] = {}


class Writer(Protocol):
    """What takes bytes of a stream whose reader keeps up."""

    def write(self, data: bytes, /) -> None:
        """Send bytes."""
        ...


class Line(Protocol):
    """The connection that a session writes on."""

    @property
    def writer(self) -> Writer:
        """What live events are written to: the transport, or this line while it must look."""
        ...

    @property
    def congested(self) -> bool:
        """Whether the reader is behind: what is written now only piles up here."""
        ...

    def write(self, data: bytes) -> None:
        """Send bytes; a reader who lets too many of them pile up is cut."""
        ...

    def writelines(self, pieces: Sequence[bytes]) -> None:
        """Send pieces as one, without putting them together first."""
        ...

    def end(self) -> None:
        """Send what was written and close."""
        ...

    def cut(self, why: str) -> None:
        """Close at once; what was not sent is lost here, and replayed when the reader is back."""
        ...


class Session:
    """One open stream. Everything is judged at the moment at which it is written.

    Thousands are open and most are idle: no field is made before it is needed. What was shown
    stands in three places: what the group was shown since this stream is live, what the first
    replay brought, which many streams share, and what this stream alone was shown.
    """

    __slots__ = (
        "_alone",
        "_live_from",
        "_replayed",
        "_waiting",
        "blind_from",
        "group",
        "holder",
        "holdings",
        "known_holdings",
        "known_reader",
        "line",
        "moved_at",
        "opened_at",
        "reader",
        "row",
        "turn",
    )

    group: Group
    """Set by the members, with `turn`, the second in which it gets a keepalive."""
    turn: int

    def __init__(self, line: Line, holder: Holder, reader: Principal, at: datetime) -> None:
        self.line = line
        self.holder = holder
        self.reader = reader
        self.known_reader = reader
        """For whom the stream was last chosen while identity was heard."""
        self.holdings: Holdings = NO_HOLDINGS
        self.known_holdings: Holdings = NO_HOLDINGS
        """What the reader's organisation has to lose, now and when it was last chosen so."""
        self.blind_from: int | None = None
        """The place in the ring from which on it sees less than it might, or None."""
        self.row: PrincipalRow | None = None
        self.opened_at = at
        self.moved_at = at
        """When the reader last fell behind, or caught up."""
        self._live_from: int | None = None
        self._replayed = _NOTHING
        self._alone: dict[str, Order] | None = None
        self._waiting: deque[Entry | bytes] | None = None

    def begin(self, first: bytes, replay: Replay, then: bytes, ring: Ring, at: datetime) -> None:
        """Open with the head and whatever comes first, then show a replay, and go live."""
        if len(replay.wire) > MOST_AT_ONCE or self.line.congested:
            self.say(first)
            self.replay(replay.entries, ring, at, then)
            return
        self.line.writelines((first, replay.wire, then))
        self._replayed = replay.shown
        self._go_live(ring)

    def replay(self, what: Sequence[Entry], ring: Ring, at: datetime, then: bytes = b"") -> None:
        """Show these, as fast as the reader takes them, before anything that comes from now on."""
        self.fall_behind()
        if self._waiting is None:
            self._waiting = deque()
        self._waiting.extend(what)
        if then:
            self._waiting.append(then)
        self.go_on(ring, at)

    def go_on(self, ring: Ring, at: datetime) -> None:
        """Write what waits until the reader is behind again."""
        self.moved_at = at
        if self._live_from is not None:
            self.group.live[self] = self.line.writer
            return
        while self._waiting and not self.line.congested:
            first = self._waiting.popleft()
            if isinstance(first, bytes):
                self.line.write(first)
            elif first.current(at) and not ring.overtaken(first):
                self.tell(first, first.seen_as(self.reader, self.holdings))
        if not self._waiting:
            self._waiting = None
            self._go_live(ring)

    def _go_live(self, ring: Ring) -> None:
        self._live_from = ring.end
        self.group.behind.discard(self)
        self.group.live[self] = self.line.writer

    def look(self) -> None:
        """Write live events to the line itself: its reader is behind, or it is about to end."""
        if self._live_from is not None:
            self.group.live[self] = self.line.writer

    def fall_behind(self) -> None:
        """Leave those who are live, with what they were shown together."""
        if self._live_from is None:
            return
        for thread, order in self.group.shown_since(self._live_from).items():
            self._note(thread, order)
        self._live_from = None
        del self.group.live[self]
        self.group.behind.add(self)

    def show(self, entry: Entry, seen: Entry | None) -> None:
        """Show a new event, which was judged for this reader just now, after what still waits."""
        if self._live_from is None:
            self._waiting = self._waiting or deque()
            self._waiting.append(entry)
        else:
            self.tell(entry, seen)

    def say(self, data: bytes) -> None:
        """Write bytes that are no alert, before what still waits."""
        self.line.write(data)

    def tell(self, entry: Entry, seen: Entry | None) -> None:
        """Write an event now as it is `seen`, or its notice to whom an alert was shown before it.

        Whoever was shown as much of it, or what is later, is not shown it again.
        """
        shown = self._last_shown(entry.thread)
        if seen is not None:
            order, data = seen.order, seen.wire
        elif entry.replaces and shown is not None:
            order, data = entry.order_of_notice, entry.notice
        else:
            return
        if shown is not None and shown >= order:
            return
        self._note(entry.thread, order)
        self.line.write(data)

    def follow(self, data: bytes) -> None:
        """Write bytes that are no alert after what still waits."""
        if self._live_from is None and self._waiting is not None:
            self._waiting.append(data)
        else:
            self.line.write(data)

    def _note(self, thread: str, order: Order) -> None:
        if self._alone is None:
            self._alone = {}
        self._alone[thread] = max(order, self._alone.get(thread, order))

    def _last_shown(self, thread: str) -> Order | None:
        found = [self._replayed.get(thread), self._alone.get(thread) if self._alone else None]
        if self._live_from is not None:
            found.append(self.group.last_shown(thread, self._live_from))
        return max((order for order in found if order is not None), default=None)
