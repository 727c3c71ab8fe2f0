"""Pulls messages of a JetStream consumer as they come, and notices when it is gone.

nats-py's `fetch` may hold a message back until its own time is up, and takes a consumer that is
gone for one that has nothing to say.
"""

import asyncio
import contextlib
import json
from collections.abc import AsyncGenerator
from typing import Final

from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.errors import BadSubscriptionError

HEARTBEAT_SECONDS: Final = 1
EXPIRES_SECONDS: Final = 30
LONGEST_SILENCE: Final = 3.0
"""Seconds without a message or a heartbeat, after which the consumer counts as gone."""

_NANOSECONDS: Final = 10**9
_BEAT: Final = "100"


class ConsumerGone(Exception):
    """NATS does not answer for the consumer any more; says what it answered last."""


async def pulled(
    client: Client, stream: str, consumer: str, stop: asyncio.Event, *, batch: int = 64
) -> AsyncGenerator[Msg | None, None]:
    """Yield messages as they come, and None for each heartbeat, until the stop.

    What came together is yielded together, without a turn of the event loop between, so that what
    is written of it can leave together. After the stop no more are taken, and what had come by then
    is still yielded: it is in our hands, and would come again elsewhere only when its time to be
    acknowledged is up.

    At most `batch` wait in this process, so that time must carry them.

    Raises:
        ConsumerGone: it must be created again; what it had not sent yet is elsewhere.
    """
    coming = pulled_together(client, stream, consumer, stop, batch=batch)
    async with contextlib.aclosing(coming) as portions:
        async for portion in portions:
            if not portion:
                yield None
            for message in portion:
                yield message


async def pulled_together(
    client: Client, stream: str, consumer: str, stop: asyncio.Event, *, batch: int
) -> AsyncGenerator[list[Msg], None]:
    """Yield what has come since the last time, at most `batch` at once; an empty list is a beat.

    Whoever takes long over one portion finds more in the next. As `pulled` otherwise.

    Raises:
        ConsumerGone: it must be created again; what it had not sent yet is elsewhere.
    """
    subject = f"$JS.API.CONSUMER.MSG.NEXT.{stream}.{consumer}"
    request = {
        "batch": batch,
        "expires": EXPIRES_SECONDS * _NANOSECONDS,
        "idle_heartbeat": HEARTBEAT_SECONDS * _NANOSECONDS,
    }
    inbox, come = client.new_inbox(), asyncio.Queue[Msg]()
    subscription = await client.subscribe(inbox, cb=come.put)
    try:
        left = 0
        while not stop.is_set():
            if left == 0:
                await client.publish(subject, json.dumps(request).encode(), reply=inbox)
                left = batch
            try:
                first = await _next(come)
            except TimeoutError:
                raise ConsumerGone(f"{consumer} of {stream} is silent") from None
            portion, status = _portion(first, come)
            left -= len(portion)
            yield portion
            if status is not None and status.startswith("408"):  # the request's own time is up
                left = 0
            elif status is not None:
                raise ConsumerGone(f"{consumer} of {stream}: {status}")
        await subscription.drain()  # what NATS had sent until it knew of that has come now
        while not come.empty():
            portion, _ = _portion(come.get_nowait(), come)
            if portion:
                yield portion
    finally:
        with contextlib.suppress(BadSubscriptionError):  # it is given up already
            await subscription.unsubscribe()


def _portion(first: Msg, come: asyncio.Queue[Msg]) -> tuple[list[Msg], str | None]:
    """Return the messages that are here, up to where NATS says something else: then that too."""
    portion, message = list[Msg](), first
    while True:
        headers = message.headers or {}
        status = headers.get("Status")
        if status is None:
            portion.append(message)
        elif status != _BEAT:
            return portion, f"{status} {headers.get('Description', '')}".strip()
        if come.empty():
            return portion, None
        message = come.get_nowait()


async def _next(come: asyncio.Queue[Msg]) -> Msg:
    """Return the next message, at once where one is here.

    Raises:
        TimeoutError: none comes.
    """
    if not come.empty():
        return come.get_nowait()
    return await asyncio.wait_for(come.get(), LONGEST_SILENCE)
