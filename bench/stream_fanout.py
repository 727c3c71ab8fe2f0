"""`stream`: from an approval's commit to the last of 1,000 open streams, hop by hop."""

import asyncio
import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from uuid import uuid4

import grpc
import uvloop

from bench.fanout_peer import GREETING, LISTEN
from bench.issuer import Issuer
from bench.many_readers import Readers
from bench.measure import Ratio, Result, percentile, say
from bench.officers import Officers, keep_people
from stack.alone import Alone
from stack.harness import Harness
from stack.places import throw_away_folder

STREAMS: Final = 1000
PEOPLE: Final = 50
"""Half of the streams have an account: so many people, with ten streams each."""

SERVERS: Final = frozenset({"postgres", "nats"})
ALERTS: Final = 40
GOAL_MILLISECONDS: Final = 500.0


@dataclass(slots=True)
class Seen:
    """What was measured, in milliseconds; one of each for every alert."""

    ours: list[float] = field(default_factory=list)
    peer: list[float] = field(default_factory=list)
    approval: list[float] = field(default_factory=list)
    relayed: list[float] = field(default_factory=list)
    received: list[float] = field(default_factory=list)
    written: list[float] = field(default_factory=list)
    arrived: list[float] = field(default_factory=list)


def run() -> Result:
    """Run the stream's real processes, PostgreSQL and NATS, with the peer beside them."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    with throw_away_folder("isp-bench-") as folder, _alerts(folder) as ours:
        seen = uvloop.run(_measure(*ours))
    ratio = Ratio(tuple(seen.ours), tuple(seen.peer))
    figure = percentile(seen.ours, 0.99)
    return Result(
        name="stream",
        figure=round(figure, 1),
        unit=f"ms from commit to the last of {STREAMS} streams, p99",
        goal=f"< {GOAL_MILLISECONDS:.0f}",
        met=figure < GOAL_MILLISECONDS,
        peer="a bare fan-out on asyncio's streams, without database and broker",
        spread=f"{min(seen.ours):.1f} to {max(seen.ours):.1f} ms; over the peer {ratio.spread}",
        detail={
            "alerts": ALERTS,
            "median_ms": round(statistics.median(seen.ours), 1),
            "peer_median_ms": round(statistics.median(seen.peer), 1),
            "ratio_median": round(ratio.median, 2),
            "approval_call_median_ms": round(statistics.median(seen.approval), 1),
            "hops_median_ms": {
                "commit to marked as sent in the outbox": _median(seen.relayed),
                "commit to received from JetStream": _median(seen.received),
                "writing to all streams": _median(seen.written),
                "last write to last arrival": _median(seen.arrived),
            },
        },
    )


def _median(values: list[float]) -> float:
    return round(statistics.median(values), 1)


@contextmanager
def _alerts(folder: Path) -> Iterator[tuple[Alone, Issuer]]:
    issuer = Issuer()
    with (
        issuer.trusted() as trusting,
        Harness(folder / "platform", servers=SERVERS) as harness,
    ):
        alone = Alone(harness, trusting)
        try:
            alone.migrate("alerts")
            alone.start("alerts-serve", "alerts-work", "alerts-stream")
            yield alone, issuer
        finally:
            alone.stop_all()


async def _measure(alone: Alone, issuer: Issuer) -> Seen:
    seen, streams, listeners = Seen(), Readers(), Readers()
    people = [str(uuid4()) for _ in range(PEOPLE)]
    keep_people(alone, dict.fromkeys(people, ()))
    tokens = [issuer.token(subject) for subject in people]
    with (
        _peer() as peer_port,
        grpc.insecure_channel(f"127.0.0.1:{alone.harness.port('alerts')}") as channel,
    ):
        officers = Officers.on(alone, issuer, channel)
        began = time.time()
        requests = [_request(tokens, number) for number in range(STREAMS)]
        await streams.open(alone.harness.port("stream"), requests, b"id: ")
        say(f"{STREAMS} streams open in {time.time() - began:.2f} s")
        await listeners.open(peer_port, [LISTEN] * STREAMS, GREETING)
        _, publisher = await asyncio.open_connection("127.0.0.1", peer_port)
        publisher.write(b"publish\n")
        for number in range(ALERTS + 1):
            ours = await _one_alert(alone, officers, streams, f"Alert {uuid4()}")
            other = await _one_broadcast(publisher, listeners)
            if number:
                _note(seen, ours, other)
            await asyncio.sleep(0.1)
        say(f"{ALERTS} alerts: median {statistics.median(seen.ours):.1f} ms")
        publisher.close()
        await publisher.wait_closed()
        streams.close()
        listeners.close()
    return seen


def _request(tokens: list[str], number: int) -> bytes:
    head = "GET /v1/stream HTTP/1.1\r\nHost: localhost\r\n"
    if number % 2:
        head += f"Authorization: Bearer {tokens[number // 2 % len(tokens)]}\r\n"
    return f"{head}\r\n".encode()


@dataclass(frozen=True, slots=True)
class _Times:
    asked: float
    answered: float
    committed: float
    sent: float
    received: float
    written: float
    arrived: float


async def _one_alert(alone: Alone, officers: Officers, streams: Readers, headline: str) -> _Times:
    submitted = await asyncio.to_thread(officers.submitted, headline)
    streams.expect(headline.encode())
    asked = time.time()
    await asyncio.to_thread(officers.approve, submitted)
    answered = time.time()
    arrived = await streams.last_of()
    await asyncio.sleep(0.05)
    event_id, committed, sent = await asyncio.to_thread(_outbox, alone, submitted.alert_id)
    shown = _shown(alone, event_id)
    received = float(shown["received_at"])
    written = received + float(shown["write_milliseconds"]) / 1000
    return _Times(asked, answered, committed, sent, received, written, arrived)


def _outbox(alone: Alone, alert_id: str) -> tuple[str, float, float]:
    row = alone.execute(
        "alerts",
        "SELECT event_id, extract(epoch FROM created_at), extract(epoch FROM sent_at)"
        " FROM outbox WHERE aggregate_id = %s",
        (alert_id,),
    )[0]
    return str(row[0]), float(str(row[1])), float(str(row[2]))


def _shown(alone: Alone, event_id: str) -> dict[str, str]:
    """Return the line in which the stream process says when it got an event."""
    for line in reversed(alone.log("alerts-stream", 200).splitlines()):
        if event_id in line:
            said: dict[str, str] = json.loads(line)
            return said
    raise LookupError(f"{event_id} is not in the log of the stream process")


async def _one_broadcast(publisher: asyncio.StreamWriter, listeners: Readers) -> float:
    """Return the milliseconds that the peer needs for as many bytes."""
    mark = uuid4().hex.encode()
    listeners.expect(mark)
    began = time.time()
    publisher.write(mark + b"x" * 1400 + b"\n")
    return (await listeners.last_of() - began) * 1000


def _note(seen: Seen, times: _Times, peer: float) -> None:
    seen.ours.append((times.arrived - times.committed) * 1000)
    seen.peer.append(peer)
    seen.approval.append((times.answered - times.asked) * 1000)
    seen.relayed.append((times.sent - times.committed) * 1000)
    seen.received.append((times.received - times.committed) * 1000)
    seen.written.append((times.written - times.received) * 1000)
    seen.arrived.append((times.arrived - times.written) * 1000)


@contextmanager
def _peer() -> Iterator[int]:
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.fanout_peer"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        yield int(process.stdout.readline())
    finally:
        process.stdin.close()
        process.wait(10)
        process.stdout.close()
