"""A light load generator: keep-alive connections, each asking again when it has its answer."""

import asyncio
import time
from collections.abc import Sequence

import uvloop


class NotAnswered(Exception):
    """An answer was not 200; says how it began."""


def rate(port: int, requests: Sequence[bytes], *, connections: int, seconds: float) -> float:
    """Return answers a second; the connections take turns with the requests.

    Raises:
        NotAnswered: an answer was not 200.
    """
    return uvloop.run(_rate(port, requests, connections, seconds))


async def _rate(port: int, requests: Sequence[bytes], connections: int, seconds: float) -> float:
    loop = asyncio.get_running_loop()
    askers = [_Asker(requests[number::connections]) for number in range(connections)]
    for asker in askers:
        await loop.create_connection(lambda asker=asker: asker, "127.0.0.1", port)  # type: ignore[misc] # bound at once
    began = time.monotonic()
    await asyncio.sleep(seconds)
    answered, took = sum(asker.answered for asker in askers), time.monotonic() - began
    for asker in askers:
        asker.transport.close()
    wrong = next((asker.wrong for asker in askers if asker.wrong), None)
    if wrong is not None or not answered:
        raise NotAnswered(str(wrong))
    return answered / took


class _Asker(asyncio.Protocol):
    def __init__(self, requests: Sequence[bytes]) -> None:
        self._requests = requests
        self._received = b""
        self.answered = 0
        self.wrong: bytes | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for the first time."""
        self.transport: asyncio.Transport = transport  # type: ignore[assignment]
        self.transport.write(self._requests[0])

    def data_received(self, data: bytes) -> None:
        """Count a whole answer, and ask again."""
        self._received += data
        head, end, body = self._received.partition(b"\r\n\r\n")
        if not end or len(body) < _length(head):
            return
        if not head.startswith(b"HTTP/1.1 200 "):
            self.wrong = self._received[:2000]
            self.transport.close()
            return
        self._received = b""
        self.answered += 1
        self.transport.write(self._requests[self.answered % len(self._requests)])


def _length(head: bytes) -> int:
    _, _, rest = head.lower().partition(b"content-length:")
    return int(rest.split(b"\r\n", 1)[0])
