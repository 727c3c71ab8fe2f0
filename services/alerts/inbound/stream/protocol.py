"""One connection of the live stream: our own asyncio.Protocol, since frameworks halve the rate."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from chassis.errors import Unauthenticated, Unavailable
from services.alerts.inbound.stream.http_head import (
    LARGEST,
    BadHead,
    Head,
    cors,
    no_content,
    opening,
    parse_head,
    problem,
)
from services.alerts.inbound.stream.hub import CUT, Hub, Session
from services.alerts.inbound.stream.wire import LAST_CHUNK

HEAD_SECONDS: Final = 10
MOST_UNSENT: Final = 256 * 1024
"""Bytes waiting for a slow reader, after which it is cut; it resumes by replay."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Doorway:
    """What every connection needs."""

    hub: Hub
    authenticate: "Authenticate"
    origins: frozenset[str]
    most_streams: int


class StreamProtocol(asyncio.Protocol):
    """Reads one request head, then only writes."""

    def __init__(self, doorway: Doorway) -> None:
        self._doorway = doorway
        self._head = b""
        self._transport: asyncio.Transport | None = None
        self._session: Session | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._opening: asyncio.Task[None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Give the head ten seconds to arrive."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._timer = asyncio.get_running_loop().call_later(HEAD_SECONDS, transport.abort)

    def data_received(self, data: bytes) -> None:
        """Collect the head; whatever comes after it says nothing."""
        if self._opening is not None:
            return
        self._head += data
        head, complete, _ = self._head.partition(b"\r\n\r\n")
        if not complete and len(self._head) <= LARGEST:
            return
        if self._timer is not None:
            self._timer.cancel()
        if len(head) > LARGEST:
            status = HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
            self._answer(problem(status, "HEAD_TOO_LARGE", "The request's head is too large."))
            return
        self._opening = asyncio.get_running_loop().create_task(self._open(head))

    async def _open(self, data: bytes) -> None:
        doorway = self._doorway
        try:
            head = parse_head(data)
        except BadHead as bad:
            allow = {"Allow": "GET, OPTIONS"} if bad.status.value == 405 else {}
            reason = bad.status.name
            self._answer(problem(bad.status, reason, bad.detail, allow))
            return
        shared = cors(head.origin, doorway.origins)
        if head.method == "OPTIONS":
            self._answer(no_content(shared))
            return
        if len(doorway.hub) >= doorway.most_streams:
            CUT.labels("full").inc()
            later = shared | {"Retry-After": "5"}
            detail = "Too many streams are open here."
            self._answer(problem(HTTPStatus.SERVICE_UNAVAILABLE, "FULL", detail, later))
            return
        try:
            session = await doorway.authenticate(head, self)
        except Unauthenticated as refusal:
            said = shared | {"WWW-Authenticate": 'Bearer error="invalid_token"'}
            self._answer(problem(HTTPStatus.UNAUTHORIZED, refusal.reason, str(refusal), said))
            return
        except Unavailable as away:
            later = shared | {"Retry-After": "2"}
            self._answer(problem(HTTPStatus.SERVICE_UNAVAILABLE, away.reason, str(away), later))
            return
        if self._transport is None or self._transport.is_closing():
            return
        self._session = session
        self._transport.write(opening(shared))
        doorway.hub.open(session, head.last_event_id)

    def write(self, data: bytes) -> None:
        """Send bytes; a reader that does not keep up is cut."""
        transport = self._transport
        if transport is None or transport.is_closing():
            return
        transport.write(data)
        if transport.get_write_buffer_size() > MOST_UNSENT:
            CUT.labels("slow").inc()
            transport.abort()

    def close(self) -> None:
        """End politely."""
        self._answer(LAST_CHUNK)

    def _answer(self, data: bytes) -> None:
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write(data)
            self._transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the stream."""
        del exc  # how it ended does not matter
        self._transport = None
        if self._timer is not None:
            self._timer.cancel()
        if self._opening is not None and not self._opening.done():
            self._opening.cancel()
        if self._session is not None:
            with contextlib.suppress(KeyError):
                self._doorway.hub.close(self._session)


Authenticate = Callable[[Head, StreamProtocol], Awaitable[Session]]
"""Finds out who asks and returns their session on this connection."""
