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
from nats.aio.subscription import Subscription
from nats.errors import BadSubscriptionError
from nats.errors import TimeoutError as NatsTimeout

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

    After it no more are taken, and what had come by then is still yielded: it is in our hands, and
    would come again elsewhere only when its time to be acknowledged is up.

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
    inbox = client.new_inbox()
    subscription = await client.subscribe(inbox)
    try:
        left = 0
        while not stop.is_set():
            if left == 0:
                await client.publish(subject, json.dumps(request).encode(), reply=inbox)
                left = batch
            try:
                message = await subscription.next_msg(timeout=LONGEST_SILENCE)
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
        async for message in _rest(subscription):
            yield message
    finally:
        with contextlib.suppress(BadSubscriptionError):  # it is given up already
            await subscription.unsubscribe()


async def _rest(subscription: Subscription) -> AsyncGenerator[Msg, None]:
    """Give the subscription up, and yield what NATS had sent until it knew of that."""
    given_up = asyncio.create_task(subscription.drain())
    try:
        while not given_up.done():
            with contextlib.suppress(NatsTimeout):
                message = await subscription.next_msg(timeout=0.05)
                if (message.headers or {}).get("Status") is None:
                    yield message
    finally:
        await given_up
