"""One request and the status of its answer: of an answer nothing else is read."""

import asyncio
import re
from typing import Final, cast

_STATUS: Final = re.compile(rb"HTTP/[0-9.]+ ([1-9][0-9]{2})(?: [^\r\n]*)?\r?$")
_LONGEST_HEAD: Final = 65_536
_INTERIM: Final = range(100, 200)


class BadAnswer(ValueError):
    """What came is no answer of HTTP."""


class Exchange(asyncio.Protocol):
    """Sends a request as soon as there is a connection; `heard` is the status, once it is there.

    It fails where the connection ends first, or what comes is no status.
    """

    def __init__(self, request: bytes, heard: "asyncio.Future[int]") -> None:
        self.heard = heard
        self.sent = False
        """Once a part of it is sent the endpoint may have it."""
        self._request = request
        self._got = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Send it."""
        self.sent = True
        cast("asyncio.Transport", transport).write(self._request)

    def data_received(self, data: bytes) -> None:
        """Read the status of the final answer; what comes before it says only "go on"."""
        if self.heard.done():
            return
        self._got += data
        while (status := self._first_status()) is not None:
            if status not in _INTERIM:
                self.heard.set_result(status)
                return
            _, _, self._got = self._got.partition(b"\r\n\r\n")
        if len(self._got) > _LONGEST_HEAD:
            self._fail(BadAnswer("an answer without an end"))

    def connection_lost(self, exc: Exception | None) -> None:
        """Say that there is no answer, if there was none."""
        self._fail(exc or ConnectionResetError("it ended before its answer"))

    def _first_status(self) -> int | None:
        """Return the status of the head that has begun to come, or None while it is not there."""
        line, end, _ = self._got.partition(b"\n")
        if not end or self.heard.done():
            return None
        found = _STATUS.match(line)
        if found is None:
            self._fail(BadAnswer("no status"))
            return None
        status = int(found[1])
        # Of one that says "go on" all of the head must be there before the next is looked for.
        return None if status in _INTERIM and b"\r\n\r\n" not in self._got else status

    def _fail(self, error: Exception) -> None:
        if not self.heard.done():
            self.heard.set_exception(error)
