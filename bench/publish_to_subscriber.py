"""`publish_to_subscriber`: from an approval's commit to the last of 1,000 streams, hop by hop."""

import statistics
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Final

import grpc

from bench import hop_chain, stream_platform
from bench.bare_chain import BareChain, bare_chain
from bench.measure import Ratio, Result, percentile, say
from bench.nchan import REQUEST
from bench.officers import NOT_TOLD, Officers
from bench.stream_people import mixed_requests
from bench.stream_platform import OTHER_CORE, SERVER_CORE, StreamPlatform, numbered
from bench.streams_client import MARK, StreamsClient, streams_client

STREAMS: Final = 1_000
ALERTS: Final = 60
WARM: Final = 5
GOAL: Final = 2.0
GOAL_MILLISECONDS: Final = 250.0
_OUTBOX: Final = (
    "SELECT event_id, extract(epoch FROM created_at), extract(epoch FROM sent_at)"
    " FROM outbox WHERE aggregate_id = %s"
)


@dataclass(slots=True)
class Seen:
    """What was measured, in milliseconds; one of each for every alert."""

    ours: list[float] = field(default_factory=list)
    peer: list[float] = field(default_factory=list)
    relayed: list[float] = field(default_factory=list)
    received: list[float] = field(default_factory=list)
    shown: list[float] = field(default_factory=list)


def run() -> Result:
    """Run alerts' real processes, PostgreSQL and NATS, and the bare chain, alert by alert."""
    seen = Seen()
    with ExitStack() as stack:
        platform, folder = stack.enter_context(stream_platform.stream_platform())
        platform.alone.start("alerts-serve", "alerts-work")
        chain = stack.enter_context(bare_chain(folder / "chain", SERVER_CORE))
        address = f"127.0.0.1:{platform.alone.harness.port('alerts')}"
        channel = stack.enter_context(grpc.insecure_channel(address))
        officers = Officers.on(platform.alone, platform.issuer, channel)
        ours, theirs = (stack.enter_context(streams_client(OTHER_CORE)) for _ in range(2))
        data = platform.shown()
        greeting = stream_platform.GREETING
        people = mixed_requests(platform, but=NOT_TOLD)
        ours.open(platform.server.port, people, STREAMS, greeting=greeting)
        theirs.open(chain.port, [REQUEST], STREAMS, greeting=greeting)
        for number in range(1, ALERTS + WARM + 1):
            if number == WARM + 1:
                seen = Seen()  # what came before warmed both up
            _one_alert(seen, platform, officers, ours, number + 1)
            _one_event(seen, chain, theirs, numbered(data, number), number)
        for client in (ours, theirs):
            client.check_nothing_lost()
    say(f"{ALERTS} alerts: median {statistics.median(seen.ours):.1f} ms")
    return _result(seen)


def _one_alert(
    seen: Seen, platform: StreamPlatform, officers: Officers, client: StreamsClient, number: int
) -> None:
    submitted = officers.submitted(f"{MARK}{number:08}")
    time.sleep(0.05)
    officers.approve(submitted)
    last = client.wait(number, STREAMS).last
    time.sleep(0.1)  # the relay marks what it sent after the streams have it
    row = platform.alone.execute("alerts", _OUTBOX, (submitted.alert_id,))[0]
    event_id, committed, sent = str(row[0]), float(str(row[1])), float(str(row[2]))
    received = platform.received(event_id)
    seen.ours.append((last - committed) * 1000)
    seen.relayed.append((sent - committed) * 1000)
    seen.received.append((received - committed) * 1000)
    seen.shown.append((last - received) * 1000)


def _one_event(
    seen: Seen, chain: BareChain, client: StreamsClient, data: bytes, number: int
) -> None:
    time.sleep(0.05)
    began = chain.publish(b"id: %d\nevent: alert\ndata: %b\n\n" % (number, data))
    seen.peer.append((client.wait(number, STREAMS).last - began) * 1000)


def _result(seen: Seen) -> Result:
    ratio = Ratio(tuple(seen.ours), tuple(seen.peer))
    last = percentile(seen.ours, 0.99)
    return Result(
        name="publish_to_subscriber",
        figure=round(ratio.median, 2),
        unit=f"times a bare chain of hops, from commit to the last of {STREAMS} streams",
        goal=f"<= {GOAL}, and p99 < {GOAL_MILLISECONDS:.0f} ms",
        met=ratio.median <= GOAL and last < GOAL_MILLISECONDS,
        peer=f"{hop_chain.WAKE}, relay, a stream on disk, fan-out: as many hops on a bare NATS",
        spread=ratio.spread,
        detail={
            "p99_ms": round(last, 1),
            "median_ms": _median(seen.ours),
            "peer_p99_ms": round(percentile(seen.peer, 0.99), 1),
            "peer_median_ms": _median(seen.peer),
            "hops_median_ms": {
                "commit to marked as sent in the outbox": _median(seen.relayed),
                "commit to received from JetStream": _median(seen.received),
                "received to the last arrival": _median(seen.shown),
            },
        },
    )


def _median(values: list[float]) -> float:
    return round(statistics.median(values), 1)
