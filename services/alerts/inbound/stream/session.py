"""One open stream: who reads, what was shown, and what still waits to be written."""

from collections import deque
from datetime import datetime
from typing import Protocol

from chassis.principals import PrincipalRow
from kernel.principals import Principal
from services.alerts.inbound.stream.entry import Entry
from services.alerts.inbound.stream.ring import Ring
from services.alerts.inbound.stream.who import Holder


class Line(Protocol):
    """The connection that a session writes on."""

    @property
    def congested(self) -> bool:
        """Whether the reader is behind: what is written now only piles up here."""
        ...

    def write(self, data: bytes) -> None:
        """Send bytes; a reader who lets too many of them pile up is cut."""
        ...

    def end(self) -> None:
        """Send what was written and close."""
        ...

    def cut(self, why: str) -> None:
        """Close at once; what was not sent is lost here, and replayed when the reader is back."""
        ...


class Session:
    """One open stream. Everything is judged at the moment at which it is written."""

    def __init__(self, line: Line, holder: Holder, reader: Principal, at: datetime) -> None:
        self.line = line
        self.holder = holder
        self.reader = reader
        self.known_reader = reader
        """For whom the stream was last chosen while identity was heard."""
        self.blind_from: int | None = None
        """The place in the ring from which on it sees less than it might, or None."""
        self.row: PrincipalRow | None = None
        self.opened_at = at
        self.moved_at = at
        """When the reader last fell behind, or caught up."""
        self._shown: dict[str, tuple[int, int]] = {}
        self._waiting: deque[Entry | bytes] = deque()

    @property
    def waiting(self) -> bool:
        """Whether something waits until the reader has taken what was written."""
        return bool(self._waiting)

    def replay(self, what: list[Entry], ring: Ring, at: datetime, then: bytes = b"") -> None:
        """Show these, as fast as the reader takes them, before anything that comes from now on."""
        self._waiting.extend(what)
        if then:
            self._waiting.append(then)
        self.go_on(ring, at)

    def go_on(self, ring: Ring, at: datetime) -> None:
        """Write what waits until the reader is behind again."""
        self.moved_at = at
        while self._waiting and not self.line.congested:
            first = self._waiting.popleft()
            if isinstance(first, bytes):
                self.line.write(first)
            elif not ring.overtaken(first):
                self._write(first, visible=first.visible_to(self.reader))

    def show(self, entry: Entry, *, visible: bool) -> None:
        """Show a new event, after what still waits."""
        if self._waiting:
            self._waiting.append(entry)
        else:
            self._write(entry, visible=visible)

    def say(self, data: bytes) -> None:
        """Write bytes that are no alert, before what still waits."""
        self.line.write(data)

    def _write(self, entry: Entry, *, visible: bool) -> None:
        shown = self._shown.get(entry.thread)
        if shown is not None and shown >= entry.order:
            return
        if visible:
            data = entry.wire
        elif entry.replaces and shown is not None:
            data = entry.notice
        else:
            return
        self._shown[entry.thread] = entry.order
        self.line.write(data)
