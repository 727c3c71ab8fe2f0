"""The load client of the stream's benchmarks: a small Go program, built once into the cache."""

import hashlib
import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from stack.obtain import NotObtained, appear
from stack.places import cache_folder
from stack.terminal import step

SOURCES: Final = Path(__file__).with_name("load_client")
MARK: Final = "Number "
"""What stands in an alert's headline before its number, which has eight digits."""

AT_ONCE: Final = 500
"""Streams that are being opened at any time: fewer than wait to be accepted by either server."""


class NotWhole(Exception):
    """Not every stream got what it should have got in time; says what was counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """When the streams got one event, in Unix time, and how many did."""

    first: float
    last: float
    count: int


class StreamsClient:
    """Many open streams in a process of its own."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self._began = time.monotonic()

    def open(self, port: int, requests: Sequence[bytes], count: int, *, greeting: str) -> float:
        """Open more streams, which take turns with the requests; return the seconds it took.

        Raises:
            NotWhole: not all were greeted.
        """
        return float(
            self._ask(
                do="open",
                address=f"127.0.0.1:{port}",
                requests=[request.decode() for request in requests],
                count=count,
                greeting=greeting,
                at_once=AT_ONCE,
            )["seconds"]
        )

    def wait(self, number: int, count: int, *, seconds: float = 30) -> Arrival:
        """Wait until so many streams got the event with a number.

        Raises:
            NotWhole: they did not in time.
        """
        said = self._ask(do="wait", number=number, count=count, seconds=seconds)
        return Arrival(first=said["first"], last=said["last"], count=said["count"])

    def close(self) -> None:
        """Hang up everywhere; each stream remembers the last id that it saw."""
        self._ask(do="close")

    def come_back(self, number: int) -> float:
        """Come back everywhere with the last id; return the seconds until all have a number.

        Raises:
            NotWhole: not all got it in time.
        """
        return float(self._ask(do="again", number=number)["seconds"])

    def report(self) -> dict[str, Any]:
        """Return what was counted, and this client's share of one core so far."""
        said = self._ask(do="report")
        said["share_of_a_core"] = said["cpu_seconds"] / (time.monotonic() - self._began)
        return said

    def check_nothing_lost(self) -> None:
        """See that no stream missed an event, got one twice, or ended.

        Raises:
            NotWhole: one did.
        """
        said = self.report()
        if said["gaps"] or said["repeats"] or said["ended"]:
            raise NotWhole(said)

    def _ask(self, *, seconds: float = 60, **asked: object) -> dict[str, Any]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"seconds": seconds, **asked}).encode() + b"\n")
        self._process.stdin.flush()
        said: dict[str, Any] = json.loads(self._process.stdout.readline())
        if said.get("whole") is False:
            raise NotWhole(said, self._ask(do="report"))
        return said


@contextmanager
def streams_client(core: int) -> Iterator[StreamsClient]:
    """Run the load client on one core until the block ends."""
    process = subprocess.Popen(
        ["taskset", "-c", str(core), str(_obtained(cache_folder())), "-mark", MARK],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        yield StreamsClient(process)
    finally:
        process.stdin.close()
        process.wait(30)
        process.stdout.close()


def _obtained(cache: Path) -> Path:
    """Return the program, built unless the cache has it.

    Raises:
        NotObtained: there is no Go, or the program does not build.
    """
    if shutil.which("go") is None:
        raise NotObtained("this machine lacks Go, which builds the benchmarks' load client")

    def fill(into: Path) -> None:
        with step("load client built"):
            ended = subprocess.run(
                ["go", "build", "-trimpath", "-buildvcs=false", "-o", f"{into}/", "."],
                cwd=SOURCES,
                env={**os.environ, "CGO_ENABLED": "0", "GOFLAGS": ""},
                capture_output=True,
                text=True,
                check=False,
            )
        if ended.returncode:
            raise NotObtained(f"the load client does not build:\n{ended.stderr}")

    digest = hashlib.sha256()
    for file in sorted(SOURCES.iterdir()):
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return appear(cache / f"load-client-{digest.hexdigest()[:12]}", fill) / "load_client"
