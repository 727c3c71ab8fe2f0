"""Many people with an open stream each, who come back with Last-Event-ID as browsers do."""

import asyncio
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from stack.streaming import EventReader

RETRY_MILLISECONDS = 3000
"""What a browser waits when the server said nothing."""

_PATIENCE_SECONDS = 45
"""Longer than the server is ever silent: what says nothing for so long is gone."""


@dataclass
class Reader:
    """One person."""

    caller: str
    seen: Counter[str] = field(default_factory=Counter)
    opened: int = 0
    refused: int = 0
    away: list[float] = field(default_factory=list)
    """For how many seconds there was no stream, each time."""


class Crowd:
    """Everybody, on one server's stream."""

    def __init__(self, server: tuple[str, int], callers: Sequence[str], number: int) -> None:
        self._server = server
        self.readers = [Reader(callers[n % len(callers)]) for n in range(number)]

    @property
    def reading(self) -> int:
        """How many have had a stream."""
        return sum(1 for each in self.readers if each.opened)

    async def read(self, until: asyncio.Event) -> None:
        """Read until told to stop."""
        people = [asyncio.create_task(self._stay(each)) for each in self.readers]
        await until.wait()
        for each in people:
            each.cancel()
        await asyncio.gather(*people, return_exceptions=True)

    async def _stay(self, person: Reader) -> None:
        events, left = EventReader(), time.monotonic()
        while True:
            with suppress(OSError, EOFError, TimeoutError):
                await self._read_one(person, events, left)
            left = time.monotonic()
            await asyncio.sleep((events.retry_milliseconds or RETRY_MILLISECONDS) / 1000)

    async def _read_one(self, person: Reader, events: EventReader, left: float) -> None:
        """Open a stream and read to its end."""
        reader, writer = await asyncio.open_connection(*self._server, local_addr=(person.caller, 0))
        try:
            lines = ["GET /v1/stream HTTP/1.1", "Host: stream", "Accept: text/event-stream"]
            if events.last_event_id:
                lines.append(f"Last-Event-ID: {events.last_event_id}")
            writer.write(("\r\n".join(lines) + "\r\n\r\n").encode())
            async with asyncio.timeout(_PATIENCE_SECONDS):
                head = await reader.readuntil(b"\r\n\r\n")
            if not head.startswith(b"HTTP/1.1 200"):
                person.refused += 1
                return
            if person.opened:
                person.away.append(time.monotonic() - left)
            person.opened += 1
            while data := await _more(reader):
                for event in events.feed(data):
                    if event.kind == "alert":
                        person.seen[event.json()["alert_id"]] += 1
        finally:
            writer.close()

    def came_back(self) -> bool:
        """Tell whether everybody lost a stream and has one again."""
        return all(each.away for each in self.readers)

    def missed(self, alerts: Iterable[str]) -> int:
        """Return how many times a person did not see an alert."""
        return sum(1 for alert in alerts for each in self.readers if not each.seen[alert])

    def doubled(self, alerts: Iterable[str]) -> int:
        """Return how many times a person saw an alert more than once."""
        return sum(1 for alert in alerts for each in self.readers if each.seen[alert] > 1)

    def __str__(self) -> str:
        """Say how often, and for how long, people were without a stream."""
        away = sorted(each for person in self.readers for each in person.away)
        longest = f", the longest {away[-1]:.1f} s" if away else ""
        refused = sum(each.refused for each in self.readers)
        return f"{len(self.readers)} streams, {len(away)} came back{longest}, {refused} refused"


async def _more(reader: asyncio.StreamReader) -> bytes:
    async with asyncio.timeout(_PATIENCE_SECONDS):
        return await reader.read(65536)
