"""Brings events to the hub: live from NATS, and from PostgreSQL whatever NATS did not bring."""

import asyncio
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Final, Protocol
from uuid import uuid4

from google.protobuf.message import DecodeError, Message
from nats.aio.msg import Msg
from nats.js import JetStreamContext
from nats.js.api import AckPolicy, ConsumerConfig, DeliverPolicy

from chassis.jetstream import NatsAccount, connect
from chassis.logs import logger
from chassis.principals import PrincipalRows
from chassis.snapshots import row_from_snapshot
from isp.alerts.v1 import alert_pb2, alerts_events_pb2
from isp.identity.v1 import identity_events_pb2
from services.alerts.inbound.stream.hub import Hub
from services.alerts.inbound.stream.wire import StreamItem, item_of

FOLLOWED: Final[tuple[tuple[str, type[Message]], ...]] = (
    ("ALERTS", alerts_events_pb2.AlertIssued),
    ("ALERTS", alerts_events_pb2.AlertEnded),
    ("IDENTITY", identity_events_pb2.PrincipalChanged),
    ("IDENTITY", identity_events_pb2.IdentityHeartbeat),
)
FORGOTTEN_AFTER: Final = 30.0
"""Seconds after which NATS forgets the consumer of a process that is gone."""


class PastAlerts(Protocol):
    """Reads what was published, from the record."""

    def newest(self, most: int) -> Sequence[tuple[str, datetime, alert_pb2.Alert]]:
        """Return (event id, time, alert) of the newest events, oldest first."""
        ...


class Feed:
    """Follows NATS; what was missed while it was away is read from the record."""

    def __init__(
        self, hub: Hub, account: NatsAccount, past: PastAlerts, rows: PrincipalRows
    ) -> None:
        self._hub = hub
        self._account = account
        self._past = past
        self._rows = rows
        self.last_fetch = float("-inf")

    def load(self) -> Sequence[StreamItem]:
        """Read the newest events of the record; runs in a thread."""
        return [item_of(event_id, alert, at) for event_id, at, alert in self._past.newest(10_000)]

    async def run(self, stop: asyncio.Event) -> None:
        """Follow until told to stop; ends with an error when NATS goes, and is started again."""
        again = asyncio.Event()

        async def came_back() -> None:
            again.set()

        client = await connect(self._account, on_reconnect=came_back)
        try:
            async with asyncio.TaskGroup() as tasks:
                js = client.jetstream()
                subscribed = [await self._subscribe(js, *followed) for followed in FOLLOWED]
                # First listen, then read the record: nothing falls between the two.
                await self._catch_up()
                for kind, subscription in subscribed:
                    tasks.create_task(self._follow(kind, subscription, stop, again))
        finally:
            await client.close()

    async def _catch_up(self) -> None:
        for item in await asyncio.to_thread(self.load):
            self._hub.publish(item)
        for subject in self._hub.subjects():
            row = await asyncio.to_thread(self._rows.find, subject)
            if row is not None:
                self._hub.principal_changed(row)

    async def _subscribe(
        self, js: JetStreamContext, stream: str, kind: type[Message]
    ) -> tuple[type[Message], JetStreamContext.PullSubscription]:
        name = f"stream-{uuid4().hex}"
        await js.add_consumer(
            stream,
            ConsumerConfig(
                name=name,
                filter_subject=kind.DESCRIPTOR.full_name,
                deliver_policy=DeliverPolicy.NEW,
                ack_policy=AckPolicy.NONE,
                inactive_threshold=FORGOTTEN_AFTER,
                mem_storage=True,
            ),
        )
        return kind, await js.pull_subscribe_bind(name, stream)

    async def _follow(
        self,
        kind: type[Message],
        subscription: JetStreamContext.PullSubscription,
        stop: asyncio.Event,
        again: asyncio.Event,
    ) -> None:
        while not stop.is_set():
            if again.is_set():
                raise ConnectionResetError("NATS came back: what it forgot must be asked for again")
            try:
                messages = await subscription.fetch(64, timeout=1)
            except TimeoutError:
                messages = []
            self.last_fetch = time.monotonic()
            for message in messages:
                self._take(kind, message)

    def _take(self, kind: type[Message], message: Msg) -> None:
        body = kind()
        try:
            body.ParseFromString(message.data)
            self._hand_over(body, message.headers or {})
        except (DecodeError, KeyError, ValueError) as error:
            # The record has it whole; this copy is of no use to anyone.
            logger().error("event not understood", subject=message.subject, why=str(error)[:200])

    def _hand_over(self, body: Message, headers: dict[str, str]) -> None:
        match body:
            case alerts_events_pb2.AlertIssued() | alerts_events_pb2.AlertEnded():
                occurred_at = datetime.fromisoformat(headers["Isp-Occurred-At"])
                self._hub.publish(item_of(headers["Nats-Msg-Id"], body.alert, occurred_at))
            case identity_events_pb2.PrincipalChanged():
                self._hub.principal_changed(row_from_snapshot(body.principal))
            case identity_events_pb2.IdentityHeartbeat():
                self._hub.identity_heard(body.sent_at.ToDatetime(tzinfo=UTC))

    def check(self, now: Callable[[], float] = time.monotonic) -> str | None:
        """Say what is wrong for /readyz, or None."""
        silence = now() - self.last_fetch
        return None if silence < 10 else "NATS has not answered for 10 s"
