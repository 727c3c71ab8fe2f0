"""`fanout`: 5,000 streams on one core beside Nchan: deliveries a second, and the last delay."""

import statistics
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any, Final

from bench import nchan, stream_platform
from bench.measure import Ratio, Result, percentile, say
from bench.nchan import Nchan
from bench.stream_people import mixed_requests
from bench.stream_platform import OTHER_CORE, SERVER_CORE, StreamPlatform, cpu_seconds, numbered
from bench.streams_client import StreamsClient, streams_client

STREAMS: Final = 5_000
PAIRS: Final = 5
IN_A_ROW: Final = 30
"""Events of one measurement of the rate."""

UNDER_WAY: Final = 8
"""So many are on their way at any time: the disk of what stores our events is not measured."""

A_SECOND: Final = 4
SECONDS: Final = 5
RATE_GOAL: Final = 1.2
WARM: Final = 3


@dataclass(slots=True)
class Side:
    """One of the two servers, as the measurements see it."""

    name: str
    open: Callable[[StreamsClient], float]
    publish: Callable[[], tuple[int, float]]
    """Publishes an event to all; returns its number, and when that began."""

    received: Callable[[Sequence[tuple[int, float]]], Sequence[float]]
    """Returns when the server had what was published."""

    cpu_seconds: Callable[[], float]
    """Returns the time that the server ran so far."""

    rates: list[float] = field(default_factory=list)
    spent: list[float] = field(default_factory=list)
    """Microseconds that the server ran for a delivery."""

    delays: list[float] = field(default_factory=list)
    whole: list[float] = field(default_factory=list)
    client_shares: list[float] = field(default_factory=list)

    def measure(self) -> None:
        """Open the streams, measure the rate and the delays, and hang up.

        Nobody else's streams are open meanwhile: they would fight over the same caches.
        """
        with streams_client(OTHER_CORE) as client:
            self.open(client)
            for _ in range(WARM):
                client.wait(self.publish()[0], STREAMS)
            before, began = client.report()["cpu_seconds"], time.monotonic()
            ran = self.cpu_seconds()
            rate = self._rate(client)
            self.spent.append((self.cpu_seconds() - ran) / (IN_A_ROW * STREAMS) * 1e6)
            used = client.report()["cpu_seconds"] - before
            self.client_shares.append(used / (time.monotonic() - began))
            delays = self._delays(client)
            client.check_nothing_lost()
        self.rates.append(rate)
        say(
            f"{self.name}: {rate:.0f} deliveries a second;"
            f" last after {statistics.median(delays):.1f} ms, at most {max(delays):.1f} ms"
        )

    def _rate(self, client: StreamsClient) -> float:
        published: list[tuple[int, float]] = []
        for _ in range(IN_A_ROW):
            if len(published) >= UNDER_WAY:
                client.wait(published[-UNDER_WAY][0], STREAMS)
            published.append(self.publish())
        last = client.wait(published[-1][0], STREAMS).last
        return IN_A_ROW * STREAMS / (last - published[0][1])

    def _delays(self, client: StreamsClient) -> list[float]:
        """Return the milliseconds from an event's receipt to its last arrival; note the whole."""
        published, lasts, due = [], [], time.monotonic()
        for _ in range(A_SECOND * SECONDS):
            time.sleep(max(0.0, due - time.monotonic()))
            due += 1 / A_SECOND
            published.append(self.publish())
            lasts.append(client.wait(published[-1][0], STREAMS).last)
        received = self.received(published)
        delays = [(last - had) * 1000 for last, had in zip(lasts, received, strict=True)]
        self.delays.extend(delays)
        self.whole.extend(
            (last - began) * 1000 for last, (_, began) in zip(lasts, published, strict=True)
        )
        return delays


def run() -> Result:
    """Run the real stream process and Nchan on one core, in turn, with the same bytes."""
    with ExitStack() as stack:
        platform, folder = stack.enter_context(stream_platform.stream_platform())
        peer = stack.enter_context(nchan.nchan(folder / "nchan", SERVER_CORE))
        ours, theirs = _ours(platform), _theirs(peer, platform.shown())
        for number in range(PAIRS + 1):
            for side in (ours, theirs) if number % 2 else (theirs, ours):
                side.measure()
            if not number:  # the first pair warms both up
                for side in (ours, theirs):
                    side.rates.clear()
                    side.spent.clear()
                    side.delays.clear()
                    side.whole.clear()
                    side.client_shares.clear()
    return _result(ours, theirs)


def _ours(platform: StreamPlatform) -> Side:
    requests = mixed_requests(platform)
    return Side(
        name="ours",
        open=lambda client: client.open(
            platform.server.port, requests, STREAMS, greeting=stream_platform.GREETING
        ),
        publish=platform.publish,
        cpu_seconds=platform.server.cpu_seconds,
        received=lambda published: platform.received_at([number for number, _ in published]),
    )


def _theirs(peer: Nchan, data: bytes) -> Side:
    published = 0

    def publish() -> tuple[int, float]:
        nonlocal published
        published += 1
        return published, peer.publish(numbered(data, published))

    return Side(
        name="Nchan",
        open=lambda client: client.open(
            peer.port, [nchan.REQUEST], STREAMS, greeting=nchan.GREETING
        ),
        publish=publish,
        cpu_seconds=lambda: cpu_seconds(peer.worker),
        received=lambda published: [began for _, began in published],  # the call is the receipt
    )


def _result(ours: Side, theirs: Side) -> Result:
    ratio = Ratio(tuple(ours.rates), tuple(theirs.rates))
    last, peer_last = percentile(ours.delays, 0.99), percentile(theirs.delays, 0.99)
    return Result(
        name="fanout",
        figure=round(ratio.median, 2),
        unit=f"times Nchan's deliveries a second, {STREAMS} streams on one core",
        goal=f">= {RATE_GOAL}, and the last stream's p99 at {A_SECOND} events a second <= Nchan's",
        met=ratio.median >= RATE_GOAL and last <= peer_last,
        peer="nginx with Nchan, one worker on the same core, the same bytes",
        spread=ratio.spread,
        detail={"ours": _detail(ours), "nchan": _detail(theirs)},
    )


def _detail(side: Side) -> dict[str, Any]:
    return {
        "deliveries_a_second": round(statistics.median(side.rates)),
        "microseconds_of_cpu_a_delivery": round(statistics.median(side.spent), 1),
        "last_stream_median_ms": round(statistics.median(side.delays), 1),
        "last_stream_p99_ms": round(percentile(side.delays, 0.99), 1),
        "last_stream_p99_ms_from_publishing": round(percentile(side.whole, 0.99), 1),
        "load_client_share_of_its_core": round(max(side.client_shares), 2),
    }
