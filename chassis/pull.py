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
                message = await _next(come)
            except TimeoutError:
                raise ConsumerGone(f"{consumer} of {stream} is silent") from None
            status = (message.headers or {}).get("Status")
            if status is None:
                left -= 1
                yield message
            elif status == "100":
                yield None
            elif status == "408":  # the request's own time is up
                left = 0
            else:
                description = (message.headers or {}).get("Description", "")
                raise ConsumerGone(f"{consumer} of {stream}: {status} {description}")
        await subscription.drain()  # what NATS had sent until it knew of that has come now
        while not come.empty():
            message = come.get_nowait()
            if (message.headers or {}).get("Status") is None:
                yield message
    finally:
        with contextlib.suppress(BadSubscriptionError):  # it is given up already
            await subscription.unsubscribe()


async def _next(come: asyncio.Queue[Msg]) -> Msg:
    """Return the next message, at once where one is here.

    Raises:
        TimeoutError: none comes.
    """
    if not come.empty():
        return come.get_nowait()
    return await asyncio.wait_for(come.get(), LONGEST_SILENCE)
