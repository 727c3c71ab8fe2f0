"""Takes posts as a fast endpoint would: reads each, counts it by its alert, answers 204.

A line on standard input is an alert's id, or empty for all; the answer is a line of JSON: how many
posts, of how many different deliveries, and when the first and the last came (Unix time).
"""

import asyncio
import json
import re
import sys
import time
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Final

import uvloop

ANSWER: Final = b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"
_LENGTH: Final = re.compile(rb"\r\ncontent-length: *([0-9]+)", re.IGNORECASE)
_REFERENCE: Final = re.compile(rb"\r\nwebhook-id: *([^\r]+)", re.IGNORECASE)
_ALERT: Final = re.compile(rb'"alert_id": *"([^"]+)"')


@dataclass(slots=True)
class Taken:
    """What came of one alert."""

    posts: int = 0
    references: set[bytes] = field(default_factory=set)
    first: float = 0.0
    last: float = 0.0

    def add(self, reference: bytes) -> None:
        """Count one post."""
        self.last = time.time()
        self.first = self.first or self.last
        self.posts += 1
        self.references.add(reference)


_TAKEN: Final[dict[bytes, Taken]] = defaultdict(Taken)


class Endpoint(asyncio.Protocol):
    """One connection, one post."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        self._transport: asyncio.Transport = transport  # type: ignore[assignment]
        self._got = b""

    def data_received(self, data: bytes) -> None:
        """Answer once all of it is there."""
        self._got += data
        head, end, body = self._got.partition(b"\r\n\r\n")
        length = _LENGTH.search(head)
        if not end or length is None or len(body) < int(length[1]):
            return
        reference, alert = _REFERENCE.search(head), _ALERT.search(body)
        for of in (alert[1] if alert else b"none", b""):
            _TAKEN[of].add(reference[1] if reference else b"")
        self._transport.write(ANSWER)
        self._transport.close()


async def main() -> None:
    """Listen, print the port, and answer what is asked until standard input ends."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Endpoint, "127.0.0.1", 0, backlog=1024)
    print(server.sockets[0].getsockname()[1], flush=True)
    asked = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(asked), sys.stdin)
    while line := await asked.readline():
        taken = _TAKEN[line.strip()]
        said = {
            "posts": taken.posts,
            "deliveries": len(taken.references),
            "first": taken.first,
            "last": taken.last,
        }
        print(json.dumps(said), flush=True)


if __name__ == "__main__":
    uvloop.run(main())
