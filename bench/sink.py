"""Starts the endpoint that benchmarks of delivery post to, and asks what came to it."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from json import loads
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Taken:
    """What the sink counted."""

    posts: int
    deliveries: int
    first: float
    last: float


@dataclass(frozen=True, slots=True)
class Sink:
    """The endpoint of everybody."""

    process: subprocess.Popen[str]
    port: int

    def taken(self, alert_id: UUID | None = None) -> Taken:
        """Return what came, of one alert or of all."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{alert_id or ''}\n")
        self.process.stdin.flush()
        return Taken(**loads(self.process.stdout.readline()))


@contextmanager
def open_sink() -> Iterator[Sink]:
    """Run `bench.post_sink` beside."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.post_sink"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        yield Sink(process, int(process.stdout.readline()))
    finally:
        process.stdin.close()
        process.wait(10)
        process.stdout.close()
