"""A small client of the live stream, for tests, the story and the benchmarks."""

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from http.client import OK, TEMPORARY_REDIRECT, HTTPMessage, parse_headers
from io import BytesIO
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlencode, urlsplit


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerSentEvent:
    """One event: its kind, its data, the id after it, and when it came (Unix time)."""

    kind: str
    data: str
    event_id: str
    received_at: float

    def json(self) -> Any:
        """Return the data, read as JSON."""
        return json.loads(self.data)


class EventReader:
    """Makes events of bytes, however they are cut (WHATWG HTML, server-sent events).

    `last_event_id` is what a client sends when it comes back; `retry_milliseconds` how long it is
    to wait before that.
    """

    def __init__(self, last_event_id: str = "") -> None:
        self.last_event_id = last_event_id
        self.retry_milliseconds: int | None = None
        self._rest = b""

    def feed(self, data: bytes) -> Iterator[ServerSentEvent]:
        """Return the events that are complete with these bytes."""
        *blocks, self._rest = (self._rest + data).split(b"\n\n")
        now = time.time()
        for block in blocks:
            fields: dict[str, list[str]] = {}
            for line in block.decode().split("\n"):
                name, _, value = line.partition(":")
                fields.setdefault(name, []).append(value.removeprefix(" "))
            if "id" in fields:
                self.last_event_id = fields["id"][-1]
            if "retry" in fields:
                self.retry_milliseconds = int(fields["retry"][-1])
            if "data" in fields:
                yield ServerSentEvent(
                    kind=fields.get("event", ["message"])[-1],
                    data="\n".join(fields["data"]),
                    event_id=self.last_event_id,
                    received_at=now,
                )


@dataclass(slots=True)
class NoStream(Exception):
    """The stream was not opened; says the status, the headers and what came."""

    status: int
    headers: dict[str, str]
    body: bytes

    def problem(self) -> Any:
        """Return the problem document."""
        return json.loads(self.body)


class NothingCame(Exception):
    """No event came in time."""


class Stream:
    """One open stream."""

    def __init__(self, connection: socket.socket, reader: EventReader, received: bytes) -> None:
        self.reader = reader
        self._connection = connection
        self._ready = list(reader.feed(received))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Hang up."""
        self._connection.close()

    def next(self, seconds: float = 10) -> ServerSentEvent | None:
        """Return the next event, or None when the other side ended the stream.

        Raises:
            NothingCame: none came in time.
            ConnectionError: the other side cut the stream.
        """
        until = time.monotonic() + seconds
        while not self._ready:
            self._connection.settimeout(max(0.01, until - time.monotonic()))
            try:
                data = self._connection.recv(65536)
            except TimeoutError:
                raise NothingCame(f"no event in {seconds:.1f} s") from None
            if not data:
                return None
            self._ready.extend(self.reader.feed(data))
        return self._ready.pop(0)

    def all_within(self, seconds: float) -> list[ServerSentEvent]:
        """Return everything that comes in a time."""
        until, found = time.monotonic() + seconds, list[ServerSentEvent]()
        with suppress(NothingCame):
            while (event := self.next(until - time.monotonic())) is not None:
                found.append(event)
        return found


def open_stream(
    url: str,
    *,
    token: str | None = None,
    ticket: str | None = None,
    last_event_id: str | None = None,
) -> Stream:
    """Open a stream; one redirection is followed, with what its address says and no token.

    Raises:
        NoStream: it was refused.
    """
    headers = {} if token is None else {"Authorization": f"Bearer {token}"}
    if last_event_id is not None:
        headers["Last-Event-ID"] = last_event_id
    joint = "&" if "?" in url else "?"
    address = url if ticket is None else f"{url}{joint}{urlencode({'ticket': ticket})}"
    connection, status, said, rest = _get(address, headers)
    if status == TEMPORARY_REDIRECT:
        connection.close()
        connection, status, said, rest = _get(str(said["Location"]), {})
    if status != OK:
        connection.settimeout(5)
        body = rest + b"".join(iter(lambda: connection.recv(65536), b""))
        connection.close()
        raise NoStream(status, dict(said), body)
    return Stream(connection, EventReader(last_event_id or ""), rest)


class Follower:
    """Someone who wants every event: comes back when the stream ends, as the stream asks.

    `address` is asked for each time, since another process may hold the stream then. `waits` says
    for how long it stayed away each time, `opened` when each stream was open (Unix time).
    """

    def __init__(self, address: Callable[[], str]) -> None:
        self.events: list[ServerSentEvent] = []
        self.waits: list[float] = []
        self.opened: list[float] = []
        self._address = address
        self._last = ""
        self._stop = threading.Event()

    def follow(self) -> None:
        """Follow until told to stop."""
        wait = 1.0
        while not self._stop.is_set():
            try:
                with open_stream(self._address(), last_event_id=self._last or None) as stream:
                    self.opened.append(time.time())
                    self._read(stream)
                    wait = (stream.reader.retry_milliseconds or 1000) / 1000
            except (OSError, NoStream):
                pass  # come back
            if not self._stop.is_set():
                self.waits.append(wait)
                self._stop.wait(wait)

    def _read(self, stream: Stream) -> None:
        while not self._stop.is_set():
            with suppress(NothingCame):
                event = stream.next(0.5)
                self._last = stream.reader.last_event_id
                if event is None:
                    return
                self.events.append(event)

    def stop(self) -> None:
        """Hang up, within half a second."""
        self._stop.set()


def _get(address: str, headers: dict[str, str]) -> tuple[socket.socket, int, HTTPMessage, bytes]:
    parts = urlsplit(address)
    connection = socket.create_connection((parts.hostname or "", parts.port or 80), timeout=10)
    target = f"{parts.path}?{parts.query}".rstrip("?")
    lines = [f"GET {target} HTTP/1.1", f"Host: {parts.netloc}", "Accept: text/event-stream"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    connection.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
    received = b""
    while b"\r\n\r\n" not in received:
        data = connection.recv(65536)
        if not data:
            raise ConnectionResetError("closed before it answered")
        received += data
    head, _, rest = received.partition(b"\r\n\r\n")
    first, _, fields = head.partition(b"\r\n")
    return connection, int(first.split(b" ")[1]), parse_headers(BytesIO(fields + b"\r\n\r\n")), rest
