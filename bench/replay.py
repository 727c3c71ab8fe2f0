"""`replay`: 2,000 streams come back at once with 50 missed alerts each, beside Nchan."""

import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Final

from bench import nchan, stream_platform
from bench.measure import Ratio, Result, in_pairs
from bench.stream_people import mixed_requests
from bench.stream_platform import OTHER_CORE, SERVER_CORE, numbered
from bench.streams_client import StreamsClient, streams_client

STREAMS: Final = 2_000
MISSED: Final = 50
SETTLE_SECONDS: Final = 0.7
GOAL: Final = 4.0


@dataclass(slots=True)
class Returning:
    """Streams that go away, miss events, and come back with the last id that they saw."""

    client: StreamsClient
    publish: Callable[[], int]
    took: list[float] = field(default_factory=list)

    def rate(self) -> float:
        """Return how many missed events a second reach them; none is lost, none comes twice."""
        self.client.wait(self.publish(), STREAMS)  # all have an id to come back with
        self.client.close()
        for _ in range(MISSED):
            last = self.publish()
        time.sleep(SETTLE_SECONDS)  # the server has them, and has buried what hung up
        took = self.client.come_back(last)
        self.client.check_nothing_lost()
        self.took.append(took)
        return STREAMS * MISSED / took


def run() -> Result:
    """Run the real stream process and Nchan on one core, in turn, with the same bytes."""
    with ExitStack() as stack:
        platform, folder = stack.enter_context(stream_platform.stream_platform())
        peer = stack.enter_context(nchan.nchan(folder / "nchan", SERVER_CORE))
        clients = [stack.enter_context(streams_client(OTHER_CORE)) for _ in range(2)]
        data, requests, published = platform.shown(), mixed_requests(platform), 0

        def publish_theirs() -> int:
            nonlocal published
            published += 1
            peer.publish(numbered(data, published))
            return published

        clients[0].open(platform.server.port, requests, STREAMS, greeting=stream_platform.GREETING)
        clients[1].open(peer.port, [nchan.REQUEST], STREAMS, greeting=nchan.GREETING)
        ours = Returning(clients[0], lambda: platform.publish()[0])
        theirs = Returning(clients[1], publish_theirs)
        ratio = in_pairs(ours.rate, theirs.rate)
        shares = [client.report()["share_of_a_core"] for client in clients]
    return _result(ratio, ours, theirs, max(shares))


def _result(ratio: Ratio, ours: Returning, theirs: Returning, share: float) -> Result:
    return Result(
        name="replay",
        figure=round(ratio.median, 2),
        unit=f"times as fast as Nchan: {STREAMS} streams back with {MISSED} missed alerts each",
        goal=f">= {GOAL}, no gap, no repeat",
        met=ratio.median >= GOAL,
        peer="nginx with Nchan, one worker on the same core, the same bytes",
        spread=ratio.spread,
        detail={
            "ours_seconds": [round(each, 2) for each in ours.took[1:]],
            "nchan_seconds": [round(each, 2) for each in theirs.took[1:]],
            "load_client_share_of_its_core": round(share, 2),
        },
    )
