"""The process that holds the open streams."""

import asyncio
import contextlib
import gc
import resource
import socket
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from chassis.configuration import Address
from chassis.health import Check, Health
from chassis.jetstream import NatsAccount
from chassis.logs import logger
from chassis.tokens import TokenVerifier
from chassis.worker import Part, every, run_worker
from kernel.ports import Clock
from services.alerts.inbound.stream.admission import Admission
from services.alerts.inbound.stream.feed import ALERTS, IDENTITY, Feed
from services.alerts.inbound.stream.hub import Hub
from services.alerts.inbound.stream.lookups import Lookups, places_of_many, rows_of_many
from services.alerts.inbound.stream.measures import OPEN
from services.alerts.inbound.stream.needs import PastAlerts, Places, PrincipalRowsOfMany
from services.alerts.inbound.stream.protocol import GONE_MILLISECONDS, Door, StreamProtocol
from services.alerts.usecases.ticket_ports import StreamTickets

CATCH_UP_SECONDS: Final = 5.0
PLACES_SECONDS: Final = 0.25
"""How soon it is looked where those have something to lose who moved to another organisation."""

FAREWELL_SECONDS: Final = 10.0
ADMISSION_THREADS: Final = 2
COLLECT_AFTER: Final = (5_000, 20, 1_000)
"""Objects more than before for a look at the new ones; looks after which older ones are seen."""

_OTHER_FILES: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamNeeds:
    """What the process needs; bootstrap gives it."""

    listen: Address
    metrics: Address
    origins: frozenset[str]
    most_streams: int
    nats: NatsAccount
    verifier: TokenVerifier
    tickets: StreamTickets
    rows: PrincipalRowsOfMany
    past: PastAlerts
    places: Places
    last_heartbeat: Callable[[], datetime | None]
    """Says when identity sent the newest heartbeat that the record has."""

    clock: Clock
    schema: Check
    """Says which migration the record lacks, or None."""

    drain_seconds: float


def run_stream(needs: StreamNeeds) -> None:
    """Hold streams until SIGTERM or SIGINT. Not ready before the ring is filled.

    Draining asks every stream to come back, to another process: this one stays open, and takes even
    those who find their way here once more.
    """
    health = Health(needs.drain_seconds)
    health.check("schema", needs.schema)

    async def build() -> Mapping[str, Part]:
        hub = Hub(needs.clock)
        hub.standing.begin(await asyncio.to_thread(needs.last_heartbeat))
        feed = Feed(hub, needs.nats, needs.past, needs.rows, needs.places)
        await feed.load()
        health.check("feed", feed.check)
        threads = ThreadPoolExecutor(ADMISSION_THREADS, "admission")
        admission = Admission(
            verifier=needs.verifier,
            tickets=needs.tickets,
            rows=Lookups(rows_of_many(needs.rows), threads),
            remembered=hub.standing.remembered,
            places=Lookups(places_of_many(needs.places), threads),
            hub=hub,
            clock=needs.clock,
            threads=threads,
        )
        door = Door(
            hub=hub,
            admission=admission,
            origins=needs.origins,
            most_streams=_bounded_by_files(needs.most_streams),
        )
        listen, loop = needs.listen, asyncio.get_running_loop()
        server = await loop.create_server(
            lambda: StreamProtocol(door), sock=listening(listen), backlog=1024
        )
        health.on_drain(lambda: loop.call_soon_threadsafe(hub.farewell))
        OPEN.set_function(lambda: len(hub.members))
        _collect_rarely()
        logger().info("streaming", listen=str(listen), most_streams=door.most_streams)
        return {
            "door": lambda stop: _keep_open(server, door, stop),
            "alerts": feed.following(*ALERTS),
            "identity": feed.following(*IDENTITY),
            "catch-up": every(CATCH_UP_SECONDS, feed.catch_up),
            "places": every(PLACES_SECONDS, feed.find_places),
            "tick": every(1, lambda: _tick(door)),
        }

    run_worker(build, metrics=needs.metrics, health=health)


def listening(at: Address) -> socket.socket:
    """Return a socket that listens; what is set on it, its connections inherit."""
    family = socket.AF_INET6 if ":" in at.host else socket.AF_INET
    made = socket.create_server((at.host, at.port), family=family, reuse_port=True)
    made.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, GONE_MILLISECONDS)
    return made


def _collect_rarely() -> None:
    """Look for cycles rarely: a look at all that thousands of streams hold stops them all.

    Nothing that ends here leaves a cycle behind, so that what it finds is little.
    """
    gc.freeze()
    gc.set_threshold(*COLLECT_AFTER)


def _bounded_by_files(wanted: int) -> int:
    """Return how many streams there may be: each is an open file."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    needed = wanted + _OTHER_FILES
    if soft < needed:
        soft = min(needed, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return min(wanted, soft - _OTHER_FILES)


async def _tick(door: Door) -> None:
    door.hurry()
    door.hub.tick()


async def _keep_open(server: asyncio.Server, door: Door, stop: asyncio.Event) -> None:
    """Take streams until the stop; then ask all to come back later, and let them go."""
    await stop.wait()
    server.close()
    door.hub.farewell()
    if door.connections:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(door.emptied.wait(), FAREWELL_SECONDS)
    for connection in list(door.connections):
        connection.cut("stopping")
