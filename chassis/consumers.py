"""Durable consumers: each event is handled in a thread, acknowledged after its commit.

An event that cannot be handled, though the database is there, is parked in a dead-letter table and
raises a metric; one that meets an absent database waits and comes again.
"""

import asyncio
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from google.protobuf.message import DecodeError, Message
from nats.aio.client import Client
from nats.aio.msg import Msg
from prometheus_client import Counter

from chassis.errors import Unavailable
from chassis.jetstream import ConsumerSpec, ensure_consumer
from chassis.logs import logger
from chassis.pull import pulled_together

M = TypeVar("M", bound=Message)

HANDLED: Final = Counter("isp_events_handled_total", "Events handled.", ["durable", "outcome"])
ATTEMPTS: Final = 5
"""An event that failed this often for another reason than an absent server is parked."""

PULLED: Final = 64
"""Events that are asked for at once, where each is handled by itself."""

LONGEST_SILENCE: Final = 30.0
"""Seconds without an answer of NATS, after which the process is not ready."""


@dataclass(frozen=True, slots=True)
class IncomingEvent(Generic[M]):
    """One event: its id, its aggregate's version, the message, and the subject it came under."""

    event_id: str
    aggregate_id: str
    aggregate_version: int
    message: M
    subject: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Consumption(Generic[M]):
    """What one consumer does: the message type it takes and the use case it calls.

    `subject_suffix` is `.*` where several services publish the message, each under its own name.
    A use case that costs less for many takes them `together`, what came while it was at the last
    ones, at most `most` at once; with those that it fails for, `handle` is tried one by one.
    Of an event that is `private` nothing but its id is kept when it is parked: what is in it must
    be nowhere but where it can be forgotten, and who published it can tell it again.
    """

    stream: str
    durable: str
    message: type[M]
    handle: Callable[[IncomingEvent[M]], None]
    subject_suffix: str = ""
    private: bool = False
    together: Callable[[Sequence[IncomingEvent[M]]], None] | None = None
    most: int = 1

    @property
    def spec(self) -> ConsumerSpec:
        """The consumer as NATS is asked for it."""
        subject = f"{self.message.DESCRIPTOR.full_name}{self.subject_suffix}"
        return ConsumerSpec(stream=self.stream, subject=subject, durable=self.durable)


Park = Callable[[str, str, str, bytes, str], None]
"""Keeps (durable, event id, subject, payload, why) in the dead-letter table."""


class Consumer:
    """Runs one consumption until told to stop. `last_fetch` is when NATS last answered."""

    def __init__(
        self, consumption: Consumption[Any], client: Client, threads: Executor, park: Park
    ) -> None:
        self._what = consumption
        self._client = client
        self._js = client.jetstream()
        self._threads = threads
        self._park = park
        self.last_fetch = time.monotonic()

    async def run(self, stop: asyncio.Event) -> None:
        """Handle events as they come.

        Raises:
            ConsumerGone: NATS was restarted, or is away; the worker runs this again.
        """
        what = self._what
        await ensure_consumer(self._js, what.spec)
        size = what.most if what.together else PULLED
        coming = pulled_together(self._client, what.stream, what.durable, stop, batch=size)
        async with aclosing(coming) as portions:
            async for portion in portions:
                self.last_fetch = time.monotonic()
                if what.together is not None and len(portion) > 1:
                    await self._handle_together(portion, what.together)
                else:
                    await self._handle_each(portion)

    def silent(self) -> str | None:
        """Say that NATS has not answered for a while, or None: a health check."""
        seconds = time.monotonic() - self.last_fetch
        return f"NATS is silent for {seconds:.0f} s" if seconds > LONGEST_SILENCE else None

    async def _handle_together(
        self, portion: Sequence[Msg], handle: Callable[[Sequence[IncomingEvent[Any]]], None]
    ) -> None:
        durable = self._what.durable
        try:
            events = [self._event(message) for message in portion]
            await self._at_work(portion, lambda: handle(events))
        except Unavailable as away:
            HANDLED.labels(durable, "again").inc(len(portion))
            logger().warning("events wait", durable=durable, number=len(portion), why=away.reason)
            for message in portion:
                await message.nak(delay=1)
            return
        except Exception as error:  # noqa: BLE001 - which of them it was, each shows by itself
            logger().warning("events failed together", durable=durable, exc_info=error)
            await self._handle_each(portion)
            return
        HANDLED.labels(durable, "done").inc(len(portion))
        for message in portion:
            await message.ack()

    async def _handle_each(self, portion: Sequence[Msg]) -> None:
        for message in portion:
            await self._handle(message)
            self.last_fetch = time.monotonic()

    async def _at_work(self, held: Sequence[Msg], act: Callable[[], None]) -> None:
        """Act in a thread; while it does, NATS is told that these are still at work."""
        work = asyncio.get_running_loop().run_in_executor(self._threads, act)
        while not (await asyncio.wait({work}, timeout=10))[0]:
            for message in held:
                await message.in_progress()
        await work

    async def _handle(self, message: Msg) -> None:
        durable = self._what.durable
        try:
            event = self._event(message)
            await self._at_work([message], lambda: self._what.handle(event))
        except Unavailable as away:
            HANDLED.labels(durable, "again").inc()
            logger().warning("event waits", durable=durable, why=away.reason)
            await message.nak(delay=1)
            return
        except Exception as error:  # noqa: BLE001 - the border: whatever a handler meets is parked
            await self._failed(message, error)
            return
        HANDLED.labels(durable, "done").inc()
        await message.ack()

    def _event(self, message: Msg) -> IncomingEvent[Any]:
        headers = message.headers or {}
        body = self._what.message()
        body.ParseFromString(message.data)
        return IncomingEvent(
            event_id=headers["Nats-Msg-Id"],
            aggregate_id=headers.get("Isp-Aggregate-Id", ""),
            aggregate_version=int(headers.get("Isp-Aggregate-Version", "0")),
            message=body,
            subject=message.subject,
        )

    async def _failed(self, message: Msg, error: Exception) -> None:
        durable = self._what.durable
        unreadable = isinstance(error, DecodeError | KeyError | ValueError)
        if not unreadable and message.metadata.num_delivered < ATTEMPTS:
            HANDLED.labels(durable, "again").inc()
            logger().warning("event failed", durable=durable, exc_info=error)
            await message.nak(delay=1)
            return
        event_id = (message.headers or {}).get("Nats-Msg-Id", str(message.metadata.sequence.stream))
        why = f"{type(error).__name__}: {error}"[:500]
        payload = b"" if self._what.private else message.data
        await asyncio.get_running_loop().run_in_executor(
            self._threads, self._park, durable, event_id, message.subject, payload, why
        )
        HANDLED.labels(durable, "parked").inc()
        logger().error("event parked", durable=durable, event_id=event_id, why=why)
        await message.term()
