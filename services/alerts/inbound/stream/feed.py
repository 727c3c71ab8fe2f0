"""Brings events to the hub: live from NATS, and from PostgreSQL whatever NATS did not bring."""

import asyncio
import contextlib
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, timedelta
from typing import Final
from uuid import uuid4

from google.protobuf.message import DecodeError
from nats.aio.client import Client
from nats.errors import Error as NatsError
from nats.js.api import AckPolicy, ConsumerConfig, DeliverPolicy

from chassis.errors import Invalid
from chassis.jetstream import NatsAccount, connect
from chassis.logs import logger
from chassis.pull import pulled
from chassis.snapshots import row_from_snapshot
from chassis.worker import Part
from isp.identity.v1 import identity_events_pb2
from services.alerts.inbound.events import organisation_from, premises_from
from services.alerts.inbound.stream.context_entry import CONTEXT, context_entry_from
from services.alerts.inbound.stream.cordon_entry import CORDON, cordon_entry_from
from services.alerts.inbound.stream.disorder import first_doubtful
from services.alerts.inbound.stream.entry import ENDED, ISSUED, entry_from
from services.alerts.inbound.stream.hub import Hub
from services.alerts.inbound.stream.measures import LAST_FETCH, UNREADABLE
from services.alerts.inbound.stream.needs import PastAlerts, PastEvent, Places, PrincipalRowsOfMany
from services.alerts.inbound.stream.site_entry import SITE, site_entry_from
from services.alerts.inbound.stream.threat_entry import THREAT_LEVEL, threat_entry_from

CHANGED: Final = identity_events_pb2.PrincipalChanged.DESCRIPTOR.full_name
PREMISES: Final = identity_events_pb2.PremisesChanged.DESCRIPTOR.full_name
ORGANISATION: Final = identity_events_pb2.OrganisationChanged.DESCRIPTOR.full_name
HEARTBEAT: Final = identity_events_pb2.IdentityHeartbeat.DESCRIPTOR.full_name
FORGOTTEN_SECONDS: Final = 30.0
"""NATS forgets the consumer of a process that has been gone for so long."""

LATELY: Final = timedelta(minutes=1)
"""What may be committed so long after it was written is still found."""

LONGEST_SILENCE: Final = 30.0
"""Seconds without an answer of either source, after which the process is not ready."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Following:
    """One kind of event that is followed: its stream, its subject, and where to begin."""

    stream: str
    subject: str
    begin: DeliverPolicy = DeliverPolicy.NEW

    def config(self) -> ConsumerConfig:
        """Return a consumer that nobody else has, and that ends with us."""
        return ConsumerConfig(
            name=f"stream-{uuid4().hex}",
            filter_subject=self.subject,
            deliver_policy=self.begin,
            ack_policy=AckPolicy.NONE,
            inactive_threshold=FORGOTTEN_SECONDS,
            mem_storage=True,
        )


ALERTS: Final = (
    Following(stream="ALERTS", subject=ISSUED),
    Following(stream="ALERTS", subject=ENDED),
    Following(stream="ALERTS", subject=THREAT_LEVEL),
    Following(stream="ALERTS", subject=CORDON),
    Following(stream="ALERTS", subject=SITE),
    Following(stream="ALERTS", subject=CONTEXT),
)
IDENTITY: Final = (
    Following(stream="IDENTITY", subject=CHANGED),
    Following(stream="IDENTITY", subject=PREMISES),
    Following(stream="IDENTITY", subject=ORGANISATION),
    # The last one too: what matters is when identity spoke last, not when we began to listen.
    Following(stream="IDENTITY", subject=HEARTBEAT, begin=DeliverPolicy.LAST),
)


_OTHERS: Final = {
    THREAT_LEVEL: threat_entry_from,
    CORDON: cordon_entry_from,
    SITE: site_entry_from,
    CONTEXT: context_entry_from,
}
"""What is shown that is no alert, and what reads it."""


class Feed:
    """Follows NATS, and looks again and again in the record for what NATS did not bring."""

    def __init__(
        self,
        hub: Hub,
        account: NatsAccount,
        past: PastAlerts,
        rows: PrincipalRowsOfMany,
        places: Places,
    ) -> None:
        self._hub = hub
        self._account = account
        self._past = past
        self._rows = rows
        self._places = places
        self._nats_at = self._record_at = time.monotonic()

    async def load(self) -> None:
        """Fill the ring from the record; a threat level that is older than that comes last.

        So whoever comes back gets it, perhaps once more, and nobody is left with another.
        """
        first = self._hub.ring.end == 0
        newest = await asyncio.to_thread(self._past.newest, 10_000)
        self._publish(newest)
        if first:  # later the order is our own
            self._hub.ring.doubt(first_doubtful(newest))
        self._publish(await asyncio.to_thread(self._past.standing))

    async def catch_up(self) -> None:
        """Read what should have come by now, and rights that changed of who has a stream open."""
        self._publish(await asyncio.to_thread(self._past.lately))
        known = self._hub.members.known_versions()
        if known:
            self._hub.standing.changed(await asyncio.to_thread(self._rows.find_newer, known))
        # What changed since the record was last read, and a while before: commits come late.
        away = timedelta(seconds=time.monotonic() - self._record_at) + LATELY
        organisations, premises = await asyncio.to_thread(self._places.changed, away)
        self._hub.heard([*organisations, *premises])
        self._hub.holdings.want(self._hub.members.organisations())
        self._record_at = time.monotonic()

    async def find_places(self) -> None:
        """Read the premises of organisations whose people came, or moved to them, just now."""
        wanted = self._hub.holdings.wanted()
        if wanted:
            self._hub.loaded(wanted, *await asyncio.to_thread(self._places.find, wanted))

    def following(self, *followed: Following) -> Part:
        """Return a part that follows these on a connection of its own."""

        async def run(stop: asyncio.Event) -> None:
            await self._run(followed, stop)

        return run

    async def _run(self, followed: Sequence[Following], stop: asyncio.Event) -> None:
        """Follow until told to stop; ends with an error when NATS goes, and is started again.

        After a restart NATS knows nothing of our consumers: a reconnection begins anew.
        """
        returned = asyncio.Event()

        async def on_reconnect() -> None:
            returned.set()

        client = await asyncio.wait_for(connect(self._account, on_reconnect=on_reconnect), 5)
        try:
            async with asyncio.TaskGroup() as tasks:
                for each in followed:
                    tasks.create_task(self._follow(client, each, stop, returned))
        except ExceptionGroup as several:
            raise several.exceptions[0] from several
        finally:
            with contextlib.suppress(NatsError):
                await client.close()

    async def _follow(
        self, client: Client, what: Following, stop: asyncio.Event, returned: asyncio.Event
    ) -> None:
        js, config = client.jetstream(), what.config()
        await js.add_consumer(what.stream, config)
        messages = pulled(client, what.stream, str(config.name), stop)
        # First listen, then read the record: nothing falls between the two.
        await (self.load() if what.stream == "ALERTS" else self.catch_up())
        async for message in messages:
            if returned.is_set():
                raise ConnectionResetError("NATS came back and must be asked anew")
            self._nats_at = time.monotonic()
            LAST_FETCH.set_to_current_time()
            if message is not None:
                event_id = (message.headers or {}).get("Nats-Msg-Id", "")
                self._take(message.subject, event_id, message.data)

    def _publish(self, events: Sequence[PastEvent]) -> None:
        for event in events:
            self._take(event.subject, event.event_id, event.payload)

    def _take(self, subject: str, event_id: str, payload: bytes) -> None:
        standing = self._hub.standing
        try:
            match subject:
                case s if s in {ISSUED, ENDED, *_OTHERS}:
                    self._show(s, event_id, payload)
                case s if s == CHANGED:
                    person = identity_events_pb2.PrincipalChanged.FromString(payload)
                    standing.changed([row_from_snapshot(person.principal)])
                case s if s == PREMISES:
                    changed = identity_events_pb2.PremisesChanged.FromString(payload)
                    self._hub.heard([premises_from(changed)])
                case s if s == ORGANISATION:
                    told = identity_events_pb2.OrganisationChanged.FromString(payload)
                    self._hub.heard([organisation_from(told)])
                case s if s == HEARTBEAT:
                    beat = identity_events_pb2.IdentityHeartbeat.FromString(payload)
                    standing.heard(beat.sent_at.ToDatetime(tzinfo=UTC))
        except (DecodeError, Invalid, KeyError, ValueError) as error:
            # What cannot be understood cannot be shown: its marking may be what is not understood.
            UNREADABLE.inc()
            logger().error("event not understood", event_id=event_id, why=str(error)[:200])

    def _show(self, subject: str, event_id: str, payload: bytes) -> None:
        if self._hub.ring.knows(event_id):
            return
        received_at = time.time()
        read = _OTHERS.get(subject, entry_from)
        reached = self._hub.publish(read(subject, event_id, payload))
        if reached:
            taken = round((time.time() - received_at) * 1000, 1)
            logger().info(
                "event shown",
                event_id=event_id,
                streams=reached,
                received_at=received_at,
                write_milliseconds=taken,
            )

    def check(self) -> str | None:
        """Say what is wrong for /readyz, or None. One of two sources is enough."""
        silence = time.monotonic() - max(self._nats_at, self._record_at)
        if silence < LONGEST_SILENCE:
            return None
        return f"neither NATS nor the record has answered for {silence:.0f} s"
