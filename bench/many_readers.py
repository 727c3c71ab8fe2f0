"""A thousand connections in one process, which note when the last of them got something."""

import asyncio
import time
from typing import Final

BATCH: Final = 50


class Readers:
    """Many open connections; `last_of` tells when all of them had got a mark."""

    def __init__(self) -> None:
        self.got = 0
        self._wanted = b""
        self._all = asyncio.Event()
        self._last_at = 0.0
        self._transports: list[asyncio.BaseTransport] = []

    async def open(self, port: int, requests: list[bytes], greeting: bytes) -> None:
        """Open a connection for each request; returns when each got what it is greeted with."""
        self.expect(greeting, len(requests))
        loop = asyncio.get_running_loop()
        for first in range(0, len(requests), BATCH):
            opening = [
                loop.create_connection(lambda: _Reader(self), "127.0.0.1", port)
                for _ in requests[first : first + BATCH]
            ]
            opened = await asyncio.gather(*opening)
            for (transport, _), request in zip(opened, requests[first:], strict=False):
                transport.write(request)
                self._transports.append(transport)
        await self.last_of()

    def expect(self, mark: bytes, count: int | None = None) -> None:
        """Begin to count the connections that get these bytes."""
        self._wanted, self.got = mark, 0
        self._count = len(self._transports) if count is None else count
        self._all.clear()

    def took(self, data: bytes) -> None:
        """Note what one connection got."""
        if self._wanted and self._wanted in data:
            self.got += 1
            if self.got == self._count:
                self._last_at = time.time()
                self._all.set()

    async def last_of(self, seconds: float = 30) -> float:
        """Return when the last connection got the mark (Unix time)."""
        await asyncio.wait_for(self._all.wait(), seconds)
        return self._last_at

    def close(self) -> None:
        """Hang up everywhere."""
        for transport in self._transports:
            transport.close()


class _Reader(asyncio.Protocol):
    def __init__(self, readers: Readers) -> None:
        self._readers = readers

    def data_received(self, data: bytes) -> None:
        """Hand over what came; an event fits into one read on loopback."""
        self._readers.took(data)
