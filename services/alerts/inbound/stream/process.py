"""The process that holds the open streams."""

import asyncio
import signal
from dataclasses import dataclass
from typing import Final

import uvloop

from chassis.configuration import Address
from chassis.health import Health, HealthServer
from chassis.jetstream import NatsAccount
from chassis.logs import logger
from chassis.principals import PrincipalRows
from chassis.tokens import TokenVerifier
from chassis.worker import keep_running
from kernel.ports import Clock
from services.alerts.inbound.stream.admission import Admission
from services.alerts.inbound.stream.feed import Feed, PastAlerts
from services.alerts.inbound.stream.hub import Hub
from services.alerts.inbound.stream.protocol import Doorway, StreamProtocol
from services.alerts.inbound.stream.ring import Ring
from services.alerts.usecases.ports import StreamTickets

HEARTBEAT_SECONDS: Final = 15
GOODBYE_SECONDS: Final = 2.0


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
    rows: PrincipalRows
    past: PastAlerts
    clock: Clock


def run_stream(needs: StreamNeeds) -> None:
    """Hold streams until SIGTERM or SIGINT."""
    health = Health()
    side = HealthServer(needs.metrics, health)
    side.start()
    uvloop.run(_run(needs, health))
    side.stop()


async def _run(needs: StreamNeeds, health: Health) -> None:
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    hub = Hub(Ring(), needs.clock.now)
    feed = Feed(hub, needs.nats, needs.past, needs.rows)
    health.check("feed", feed.check)
    admission = Admission(
        verifier=needs.verifier, tickets=needs.tickets, rows=needs.rows, clock=needs.clock
    )
    doorway = Doorway(
        hub=hub, authenticate=admission, origins=needs.origins, most_streams=needs.most_streams
    )
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(keep_running("record", lambda ended: _first_load(hub, feed, ended), stop))
        tasks.create_task(keep_running("feed", feed.run, stop))
        server = await loop.create_server(
            lambda: StreamProtocol(doorway), needs.listen.host, needs.listen.port, backlog=1024
        )
        tasks.create_task(_tick(hub, stop))
        health.ready()
        logger().info("streaming", listen=str(needs.listen))
        await stop.wait()
        health.unready("stopping")
        server.close()
        await _say_goodbye(hub)
    logger().info("stopped")


async def _first_load(hub: Hub, feed: Feed, stop: asyncio.Event) -> None:
    """Fill the ring from the record, also when NATS is away at boot."""
    for item in await asyncio.to_thread(feed.load):
        hub.publish(item)
    await stop.wait()


async def _tick(hub: Hub, stop: asyncio.Event) -> None:
    rounds = 0
    while not stop.is_set():
        try:
            await asyncio.wait_for(stop.wait(), 1)
        except TimeoutError:
            rounds += 1
            hub.tick()
            if rounds % HEARTBEAT_SECONDS == 0:
                hub.heartbeat()


async def _say_goodbye(hub: Hub) -> None:
    """Tell everyone to come back at different times, and close over two seconds."""
    leaving = hub.say_goodbye()
    for number, session in enumerate(leaving):
        hub.close(session)
        session.connection.close()
        if number % 50 == 49:
            await asyncio.sleep(GOODBYE_SECONDS * 50 / len(leaving))
