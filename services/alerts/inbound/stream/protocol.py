"""One connection of the live stream: our own asyncio.Protocol, since frameworks halve the rate."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, cast

from chassis.errors import Refusal
from services.alerts.inbound.stream import answers
from services.alerts.inbound.stream.admission import Admission, Admitted
from services.alerts.inbound.stream.http_head import END, LONGEST_HEAD, BadHead, Head, parse_head
from services.alerts.inbound.stream.hub import Hub
from services.alerts.inbound.stream.measures import ANSWERED, CUT
from services.alerts.inbound.stream.session import Session, Writer

PATH: Final = "/v1/stream"
HEAD_SECONDS: Final = 10
MOST_UNSENT: Final = 256 * 1024
"""Bytes that may pile up here for a slow reader before it is cut; it resumes by replay."""

GONE_MILLISECONDS: Final = 60_000
"""A peer that is gone without a word is noticed by keepalives that it does not confirm so long."""

_OPENED: Final = ANSWERED.labels("stream")


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """What every connection shares."""

    hub: Hub
    admission: Admission
    origins: frozenset[str]
    most_streams: int
    connections: "set[StreamProtocol]" = field(default_factory=set)
    unheard: "dict[StreamProtocol, float]" = field(default_factory=dict)
    """Those whose head is still to come, the oldest first, and until when (monotonic seconds)."""

    emptied: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def full(self) -> bool:
        """Whether no more connections are taken."""
        return len(self.connections) > self.most_streams

    def hurry(self) -> None:
        """Refuse those whose heads did not come in time; asked each second.

        Thousands come at once: a timer for each would cost more than reading what they say.
        """
        now = time.monotonic()
        late = [each for each, until in self.unheard.items() if until < now]
        for connection in late:
            connection.too_slow()


class StreamProtocol(asyncio.Protocol):
    """Reads one request's head, answers, and from then on only writes."""

    __slots__ = (
        "_answered",
        "_door",
        "_opening",
        "_received",
        "_session",
        "_surplus",
        "_transport",
        "congested",
    )

    def __init__(self, door: Door) -> None:
        self._door = door
        self._received = b""
        self._surplus = 0
        self._session: Session | None = None
        self._opening: asyncio.Task[None] | None = None
        self._answered = False
        self.congested = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Give the head ten seconds to arrive."""
        self._transport = cast("asyncio.Transport", transport)
        self._door.connections.add(self)
        self._door.emptied.clear()
        self._door.unheard[self] = time.monotonic() + HEAD_SECONDS

    def data_received(self, data: bytes) -> None:
        """Collect the head; what comes after it says nothing, and not much of it may come."""
        if self._answered or self._opening is not None or self._session is not None:
            self._surplus += len(data)
            if self._surplus > LONGEST_HEAD:
                self.cut("talks")
            return
        self._received += data
        head, end, _ = self._received.partition(END)
        if len(head) > LONGEST_HEAD:
            self._refuse(431, "HEAD_TOO_LARGE", f"The head may have {LONGEST_HEAD} bytes.")
        elif end:
            self._door.unheard.pop(self, None)
            self._received = b""
            self._asked(head)

    def _asked(self, data: bytes) -> None:
        try:
            head = parse_head(data)
        except BadHead as bad:
            self._refuse(400, "BAD_REQUEST", f"The request cannot be read: {bad}.")
            return
        origin = answers.allowed_origin(head.headers.get("origin"), self._door.origins)
        if head.path != PATH:
            self._refuse(404, "NOT_FOUND", "There is nothing at this address.", origin)
        elif head.method == "OPTIONS":
            self._answer(answers.preflight(origin), "preflight")
        elif head.method != "GET":
            self._refuse(405, "METHOD_NOT_ALLOWED", "A stream is opened with GET.", origin)
        elif self._door.full:
            later = (*origin, ("Retry-After", "5"))
            self._refuse(503, "TOO_MANY_STREAMS", "Too many streams are open here.", later)
        else:
            self._let_in(head, origin)

    def _let_in(self, head: Head, origin: answers.Headers) -> None:
        """Open at once for who is known, and else when it was found out who asks."""
        try:
            admitted = self._door.admission.known(head)
            if admitted is not None:
                self._enter(admitted, head, origin)
                return
        except Refusal as refused:
            self._answer(answers.refusal(refused, origin), refused.reason)
            return
        self._opening = asyncio.get_running_loop().create_task(self._open(head, origin))

    async def _open(self, head: Head, origin: answers.Headers) -> None:
        try:
            admitted = await self._door.admission(head)
            if not self._transport.is_closing():
                self._enter(admitted, head, origin)
        except Refusal as refused:
            self._answer(answers.refusal(refused, origin), refused.reason)
        finally:
            self._opening = None

    def _enter(self, admitted: Admitted, head: Head, origin: answers.Headers) -> None:
        """Register and replay; nothing can come between the two, since nothing here waits."""
        last_id = head.headers.get("last-event-id") or head.query.get("last_event_id") or None
        start = answers.stream_head(origin)
        self._session = self._door.hub.enter(self, *admitted, last_id, start)
        _OPENED.inc()

    def too_slow(self) -> None:
        """Refuse who has not said in time what they want."""
        self._refuse(408, "TOO_SLOW", "The request did not come in time.")

    def _refuse(self, status: int, reason: str, detail: str, extra: answers.Headers = ()) -> None:
        self._answer(answers.problem(status, reason, detail, extra), reason)

    def _answer(self, data: bytes, outcome: str) -> None:
        self._answered = True
        self._door.unheard.pop(self, None)
        ANSWERED.labels(outcome).inc()
        self.write(data)
        self.end()

    # The line that a session writes on

    @property
    def writer(self) -> Writer:
        """What live events are written to: the transport, while nothing must be looked at."""
        return self if self.congested or self._transport.is_closing() else self._transport

    def write(self, data: bytes) -> None:
        """Send bytes; a reader who lets too many of them pile up is cut."""
        if self._transport.is_closing():
            return
        self._transport.write(data)
        if self.congested:
            self._bound()

    def writelines(self, pieces: Sequence[bytes]) -> None:
        """Send pieces as one, without putting them together first."""
        if self._transport.is_closing():
            return
        self._transport.writelines(pieces)
        if self.congested:
            self._bound()

    def _bound(self) -> None:
        if self._transport.get_write_buffer_size() > MOST_UNSENT:
            self.cut("slow")

    def end(self) -> None:
        """Send what was written and close."""
        self._transport.close()
        self._look()

    def cut(self, why: str) -> None:
        """Close at once."""
        CUT.labels(why).inc()
        self._transport.abort()
        self._look()

    def _look(self) -> None:
        if self._session is not None:
            self._session.look()

    def pause_writing(self) -> None:
        """Note that the reader is behind."""
        self.congested = True
        if self._session is not None:
            self._door.hub.stalled(self._session)

    def resume_writing(self) -> None:
        """Go on with what waits."""
        self.congested = False
        if self._session is not None:
            self._door.hub.moved(self._session)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the stream."""
        del exc  # how it ended makes no difference
        self._door.unheard.pop(self, None)
        self._door.connections.discard(self)
        if not self._door.connections:
            self._door.emptied.set()
        if self._opening is not None:
            self._opening.cancel()
        if self._session is not None:
            self._door.hub.leave(self._session)
            self._session = None  # it holds this line: no cycle stays
