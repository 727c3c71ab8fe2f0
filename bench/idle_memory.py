"""`idle_memory`: the resident memory that an idle stream takes, beside Nchan."""

import time
from contextlib import ExitStack
from typing import Final

import psutil

from bench import nchan, stream_platform
from bench.measure import Result, say
from bench.stream_people import people
from bench.stream_platform import OTHER_CORE, SERVER_CORE, anyone
from bench.streams_client import streams_client

WARM: Final = 500
"""Streams opened before it is measured: what is made once is not an idle stream's."""

STREAMS: Final = 4_000
GOAL: Final = 4 * 1024
SETTLE_SECONDS: Final = 6
"""Long enough for what is made for a stream a few seconds after it opened."""


def run() -> Result:
    """Open streams without an account, streams of as many people, and Nchan's.

    Each kind has a process of its own: none takes memory that another gave back.
    """
    with ExitStack() as stack:
        platform, folder = stack.enter_context(stream_platform.stream_platform())
        peer = stack.enter_context(nchan.nchan(folder / "nchan", SERVER_CORE))
        requests = platform.requests_of(people(WARM + STREAMS))
        people_at, public_at = platform.server, platform.another()
        worker, greeting = psutil.Process(peer.worker), stream_platform.GREETING
        measured = {
            "Nchan": _bytes(worker, peer.port, nchan.GREETING, [nchan.REQUEST]),
            "without an account": _bytes(public_at.process, public_at.port, greeting, [anyone()]),
            "each another person": _bytes(people_at.process, people_at.port, greeting, requests),
        }
    most = max(measured["without an account"], measured["each another person"])
    return Result(
        name="idle_memory",
        figure=round(most),
        unit="bytes resident for an idle stream, of the dearer kind",
        goal=f"<= {GOAL}",
        met=most <= GOAL,
        peer=f"nginx with Nchan: {measured['Nchan']:.0f} bytes",
        spread=f"{STREAMS} streams of each kind, after {WARM}",
        detail={"bytes_each": {name: round(size) for name, size in measured.items()}},
    )


def _bytes(process: psutil.Process, port: int, greeting: str, requests: list[bytes]) -> float:
    with streams_client(OTHER_CORE) as client:
        client.open(port, requests[:WARM], WARM, greeting=greeting)
        time.sleep(SETTLE_SECONDS)
        before = process.memory_info().rss
        client.open(port, requests[WARM:] or requests, STREAMS, greeting=greeting)
        time.sleep(SETTLE_SECONDS)
        each = float(process.memory_info().rss - before) / STREAMS
    say(f"port {port}: {each:.0f} bytes")
    return each
