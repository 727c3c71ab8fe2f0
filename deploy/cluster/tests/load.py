"""Requests at a steady rate, as many people make them: on new connections and on kept ones.

Nothing is asked twice. A person's program opens a new connection when it finds the old one closed;
when the answer to something it has sent does not come, that is a failure.
"""

import asyncio
import itertools
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

ANSWERED_SECONDS = 10


@dataclass(kw_only=True)
class Outcome:
    """What became of every request."""

    answered: list[float] = field(default_factory=list)
    """The seconds that each good answer took."""

    failed: list[str] = field(default_factory=list)
    began: float = field(default_factory=time.monotonic)
    seconds: float = 0.0

    @property
    def asked(self) -> int:
        """How many requests were made."""
        return len(self.answered) + len(self.failed)

    def percentile(self, of_hundred: int) -> float:
        """Return how many milliseconds the slowest but some took."""
        ordered = sorted(self.answered)
        return ordered[min(len(ordered) - 1, len(ordered) * of_hundred // 100)] * 1000

    def __str__(self) -> str:
        """Say it in a line."""
        why = f": {Counter(self.failed).most_common(3)}" if self.failed else ""
        return (
            f"{self.asked} requests in {self.seconds:.0f} s ({self.asked / self.seconds:.0f} a"
            f" second), p50 {self.percentile(50):.0f} ms, p99 {self.percentile(99):.0f} ms;"
            f" {len(self.failed)} failed{why}"
        )


@dataclass(frozen=True, kw_only=True)
class Asking:
    """One group of people who ask one server."""

    server: tuple[str, int]
    paths: Sequence[str]
    callers: Sequence[str]
    """Addresses of ours, one for each person: rates are counted by them."""

    rate: float
    """Requests a second, of all people together."""

    kept: bool
    """Whether they keep their connections open."""

    async def ask(self, until: asyncio.Event, outcome: Outcome) -> None:
        """Ask until told to stop."""
        people = [self._person(caller, n, until, outcome) for n, caller in enumerate(self.callers)]
        await asyncio.gather(*people)

    async def _person(self, caller: str, n: int, until: asyncio.Event, outcome: Outcome) -> None:
        pause, connection = len(self.callers) / self.rate, Connection(self.server, caller)
        due = time.monotonic() + pause * n / len(self.callers)
        for path in self._in_turn(n):
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            if until.is_set():
                break
            due += pause
            began = time.monotonic()
            try:
                async with asyncio.timeout(ANSWERED_SECONDS):
                    status, body = await connection.ask(path, keep=self.kept)
            except (OSError, EOFError, TimeoutError) as error:
                outcome.failed.append(f"{'kept' if self.kept else 'new'} {type(error).__name__}")
                connection.close()
            else:
                if status == 200:
                    outcome.answered.append(time.monotonic() - began)
                else:
                    outcome.failed.append(f"{path} {status} {body[:300].decode(errors='replace')}")
        connection.close()

    def _in_turn(self, n: int) -> Iterator[str]:
        return itertools.islice(itertools.cycle(self.paths), n, None)


class Connection:
    """One person's connection, opened when it is needed."""

    def __init__(self, server: tuple[str, int], caller: str) -> None:
        self._server = server
        self._caller = caller
        self._open: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, path: str, *, keep: bool) -> tuple[int, bytes]:
        """Send a GET and return the answer's status and body once all of it is there."""
        if self._open and (self._open[0].at_eof() or self._open[1].is_closing()):
            self.close()
        if self._open is None:
            self._open = await asyncio.open_connection(*self._server, local_addr=(self._caller, 0))
        reader, writer = self._open
        how = "keep-alive" if keep else "close"
        host = f"{self._server[0]}:{self._server[1]}"
        writer.write(f"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: {how}\r\n\r\n".encode())
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        fields = dict(line.split(": ", 1) for line in head.split("\r\n")[1:] if ": " in line)
        body = await reader.readexactly(int(fields["content-length"]))
        if not keep or fields.get("connection") == "close":
            self.close()
        return int(head.split(" ", 2)[1]), body

    def close(self) -> None:
        """Hang up."""
        if self._open:
            self._open[1].close()
            self._open = None
