"""The event log: the stream of all services' usage events, read from its beginning."""

import asyncio
from collections.abc import AsyncGenerator, Iterator, Sequence
from contextlib import aclosing, contextmanager
from dataclasses import dataclass
from typing import Final
from uuid import UUID, uuid4

from nats.aio.client import Client
from nats.js.api import AckPolicy, ConsumerConfig, DeliverPolicy

from chassis.jetstream import NatsAccount, NatsError, connect
from chassis.pull import ConsumerGone, pulled
from services.analytics.domain.errors import EventLogUnavailable
from services.analytics.usecases.ports import LogReading

_CONNECT_SECONDS: Final = 5
_FORGOTTEN_SECONDS: Final = 30.0
_AT_ONCE: Final = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class NatsEventLog:
    """The stream, read by a consumer of our own beside the durable one that counts."""

    account: NatsAccount
    stream: str
    subject: str
    durable: str

    @contextmanager
    def __call__(self) -> Iterator[LogReading]:
        """Open the log; what comes into it later is not read.

        Raises:
            EventLogUnavailable: it does not answer.
        """
        with asyncio.Runner() as runner:
            try:
                client = runner.run(asyncio.wait_for(connect(self.account), _CONNECT_SECONDS))
                try:
                    count, name, waiting = runner.run(self._open(client))
                    batches = self._batches(client, name, count)
                    yield LogReading(waiting=waiting, events=_stepped(runner, batches))
                finally:
                    runner.run(client.close())
            except (NatsError, OSError, TimeoutError, ConsumerGone) as error:
                raise EventLogUnavailable("The event log does not answer.") from error

    async def _open(self, client: Client) -> tuple[int, str, int]:
        """Return how many events there are, who reads them, and how many wait to be counted."""
        js = client.jetstream()
        name = f"reconcile-{uuid4().hex}"
        reading = await js.add_consumer(
            self.stream,
            ConsumerConfig(
                name=name,
                filter_subject=self.subject,
                deliver_policy=DeliverPolicy.ALL,
                ack_policy=AckPolicy.NONE,
                headers_only=True,
                inactive_threshold=_FORGOTTEN_SECONDS,
                mem_storage=True,
            ),
        )
        counting = await js.consumer_info(self.stream, self.durable)
        waiting = (counting.num_pending or 0) + (counting.num_ack_pending or 0)
        return reading.num_pending or 0, name, waiting

    async def _batches(
        self, client: Client, name: str, count: int
    ) -> AsyncGenerator[Sequence[UUID], None]:
        batch: list[UUID] = []
        if not count:
            return
        coming = pulled(client, self.stream, name, asyncio.Event(), batch=_AT_ONCE)
        async with aclosing(coming) as messages:
            async for message in messages:
                if message is None:
                    continue
                batch.append(UUID((message.headers or {})["Nats-Msg-Id"]))
                count -= 1
                if not count or len(batch) == _AT_ONCE:
                    yield batch
                    batch = []
                if not count:
                    return


def _stepped(
    runner: asyncio.Runner, batches: AsyncGenerator[Sequence[UUID], None]
) -> Iterator[Sequence[UUID]]:
    async def following() -> Sequence[UUID] | None:
        return await anext(batches, None)

    while (batch := runner.run(following())) is not None:
        yield batch
