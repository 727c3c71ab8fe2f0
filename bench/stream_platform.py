"""The real stream process on one core, with PostgreSQL and NATS beside it, for benchmarks.

Events go in as alerts' outbox sends them: into JetStream, as its NATS user.
"""

import asyncio
import json
import os
import resource
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final
from uuid import uuid4

import psutil
from nats.aio.client import Client

from bench.issuer import Issuer
from bench.nchan import REQUEST
from bench.streams_client import MARK
from chassis.jetstream import connect
from isp.alerts.v1 import alert_pb2, alerts_events_pb2
from isp.kernel.v1 import kernel_pb2
from stack import services
from stack.alone import Alone
from stack.harness import Harness
from stack.places import throw_away_folder
from stack.ports import free_port
from stack.streaming import open_stream

SERVER_CORE: Final = 0
OTHER_CORE: Final = 1
GREETING: Final = "id: "
SERVERS: Final = frozenset({"postgres", "nats"})
ISSUED: Final = alerts_events_pb2.AlertIssued.DESCRIPTOR.full_name
STREAM: Final = "alerts-stream"
ANOTHER: Final = "alerts-stream-2"
PEOPLE_SQL: Final = (
    "INSERT INTO principals (subject, tier, roles, regions, sectors, closed_groups,"
    " organisation_id, standing, rights_version)"
    " SELECT each.subject, 'REGISTERED', '{}', ARRAY[each.region], ARRAY[each.sector], '{}',"
    " each.organisation, 'ACTIVE', 1"
    " FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[])"
    " AS each(subject, region, sector, organisation)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Someone with an account, who may hold streams."""

    region: str
    sector: str
    organisation: str
    subject: str = field(default_factory=lambda: str(uuid4()))


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamServer:
    """A stream process that runs on the servers' core."""

    port: int
    process: psutil.Process

    def cpu_seconds(self) -> float:
        """Return the time that it ran so far."""
        return cpu_seconds(self.process.pid)


class StreamPlatform:
    """A stream process that runs, and what to ask of it."""

    def __init__(self, alone: Alone, issuer: Issuer, loop: asyncio.Runner, nats: Client) -> None:
        self.alone = alone
        self.server = self._server(STREAM, alone.harness.port("stream"))
        self.issuer = issuer
        self._loop = loop
        self._nats = nats
        self._event_ids: list[str] = []

    def _server(self, name: str, port: int) -> StreamServer:
        return StreamServer(port=port, process=psutil.Process(self.alone.process_id(name)))

    def another(self) -> StreamServer:
        """Start one more stream process, which gets the same events."""
        port, metrics = free_port(), free_port()
        settings = {
            "ALERTS_STREAM_LISTEN": f"127.0.0.1:{port}",
            "ALERTS_METRICS_LISTEN": f"127.0.0.1:{metrics}",
        }
        _start(self.alone, ANOTHER, metrics, settings)
        return self._server(ANOTHER, port)

    def requests_of(self, people: list[Person]) -> list[bytes]:
        """Make people known to alerts, and return what each asks to open a stream."""
        columns = zip(
            *((p.subject, p.region, p.sector, p.organisation) for p in people), strict=True
        )
        self.alone.execute("alerts", PEOPLE_SQL, tuple(list(column) for column in columns))
        return [
            REQUEST.replace(b"/stream", b"/v1/stream").removesuffix(b"\r\n")
            + f"Authorization: Bearer {self.issuer.token(person.subject)}\r\n\r\n".encode()
            for person in people
        ]

    def publish(self, *, region: str = "") -> tuple[int, float]:
        """Issue an alert, for everyone or a region; return its number, and when that began."""
        self._event_ids.append(str(uuid4()))
        number, began = len(self._event_ids), time.time()
        self._loop.run(self._publish(_alert(number, region), self._event_ids[-1]))
        return number, began

    async def _publish(self, event: alerts_events_pb2.AlertIssued, event_id: str) -> None:
        await self._nats.jetstream().publish(
            ISSUED, event.SerializeToString(), headers={"Nats-Msg-Id": event_id}
        )

    def received_at(self, numbers: Sequence[int]) -> list[float]:
        """Return when the stream process had these alerts, as its log says (Unix time)."""
        said = self._shown(4 * len(numbers) + 200)
        return [said[self._event_ids[number - 1]] for number in numbers]

    def received(self, event_id: str) -> float:
        """Return when the stream process had an event, as its log says (Unix time)."""
        return self._shown(50)[event_id]

    def _shown(self, lines: int) -> dict[str, float]:
        said = map(json.loads, self.alone.log(STREAM, lines).splitlines())
        return {line["event_id"]: line["received_at"] for line in said if "received_at" in line}

    def shown(self) -> bytes:
        """Issue an alert, and return the bytes that a reader gets of it."""
        with open_stream(self.alone.stream_url) as stream:
            self.publish()
            event = stream.next()
        assert event is not None
        return event.data.encode()


def cpu_seconds(process: int) -> float:
    """Return the time that all threads of a process ran, to the nanosecond."""
    tasks = Path(f"/proc/{process}/task").glob("*/schedstat")
    return sum(int(task.read_text().split()[0]) for task in tasks) / 1e9


def numbered(data: bytes, number: int) -> bytes:
    """Return what a reader gets, with another number in its headline."""
    before, mark, after = data.partition(MARK.encode())
    return before + mark + f"{number:08}".encode() + after[8:]


def anyone() -> bytes:
    """Return what someone without an account asks to open a stream."""
    return REQUEST.replace(b"/stream", b"/v1/stream")


@contextmanager
def stream_platform() -> Iterator[tuple[StreamPlatform, Path]]:
    """Run the stream on its own core and the rest on the other; yields a folder as well."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    os.sched_setaffinity(0, {OTHER_CORE})
    issuer = Issuer()
    with (
        throw_away_folder("isp-bench-") as folder,
        issuer.trusted() as trusting,
        Harness(folder / "platform", servers=SERVERS) as harness,
        asyncio.Runner() as loop,
    ):
        alone = Alone(harness, trusting)
        alone.migrate("alerts")
        try:
            _start(alone, STREAM, harness.port(f"{STREAM}-metrics"), {})
            nats = loop.run(connect(alone.account("alerts")))
            yield StreamPlatform(alone, issuer, loop, nats), folder
            loop.run(nats.close())
        finally:
            alone.stop_all()


def _start(alone: Alone, name: str, metrics: int, settings: Mapping[str, str]) -> None:
    command = ("taskset", "-c", str(SERVER_CORE), *services.command("alerts", "stream"))
    alone.launch(name, command, {**alone.environment(STREAM), **settings})
    alone.wait_ready(name, metrics)


def _alert(number: int, region: str) -> alerts_events_pb2.AlertIssued:
    now = datetime.now(UTC)
    alert = alert_pb2.Alert(alert_id=str(uuid4()), status=alert_pb2.ALERT_STATUS_ISSUED, version=3)
    content = alert.content
    content.headline = f"{MARK}{number:08}"
    content.description = "Words that say what is happening and where. " * 16
    content.instruction = "Stay away from the area."
    content.language = "en-GB"
    content.severity = alert_pb2.SEVERITY_SEVERE
    content.urgency = alert_pb2.URGENCY_EXPECTED
    content.certainty = alert_pb2.CERTAINTY_LIKELY
    content.marking.tlp = kernel_pb2.TLP_CLEAR
    content.marking.minimum_tier = kernel_pb2.TIER_REGISTERED if region else kernel_pb2.TIER_PUBLIC
    row = content.audience.add(mode=kernel_pb2.AUDIENCE_MODE_INCLUDE)
    row.kind = kernel_pb2.AUDIENCE_KIND_REGION if region else kernel_pb2.AUDIENCE_KIND_EVERYONE
    row.value = region
    content.expires_at.FromDatetime(now + timedelta(hours=1))
    alert.created_at.FromDatetime(now)
    alert.issued_at.FromDatetime(now)
    return alerts_events_pb2.AlertIssued(alert=alert)
