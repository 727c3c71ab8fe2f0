"""People's addresses on the real NATS: alerts reads them, and nobody else can."""

import asyncio
import json
from collections.abc import Callable
from contextlib import suppress
from uuid import uuid4

import pytest
from nats.aio.client import Client
from nats.errors import Error as NatsError

from chassis.jetstream import ConsumerSpec, NatsAccount, connect, ensure_consumer, ensure_stream
from isp.identity.v1 import identity_events_pb2
from services.identity.bootstrap import STREAM
from stack.nats import SERVICES

SUBJECT = identity_events_pb2.RecipientChanged.DESCRIPTOR.full_name
DURABLE = "alerts-RecipientChanged"
OTHERS = sorted({"migrate", *SERVICES} - {"alerts"})
CONFIG = {"deliver_policy": "all", "ack_policy": "explicit"}


@pytest.fixture(scope="module")
def account(servers) -> Callable[[str], NatsAccount]:
    def account(user: str) -> NatsAccount:
        return NatsAccount(
            url=f"nats://localhost:{servers.port('nats')}",
            user=user,
            password=servers.secret(f"nats_{user}"),
        )

    async def make() -> None:
        client = await connect(account("migrate"))
        await ensure_stream(client.jetstream(), STREAM)
        await client.close()

    asyncio.run(make())
    return account


async def published(account: Callable[[str], NatsAccount]) -> str:
    """Publish an address as identity, and make alerts' consumer; return the address."""
    address = f"{uuid4().hex}@corner.example"
    message = identity_events_pb2.RecipientChanged(address=address, active=True, version=1)
    client = await connect(account("identity"))
    await client.jetstream().publish(SUBJECT, message.SerializeToString(), timeout=2)
    await client.close()
    return address


async def asked(client: Client, subject: str, body: object = "") -> bytes:
    """Return what NATS answers a request with; nothing when it may not even be asked."""
    data = body if isinstance(body, str) else json.dumps(body)
    with suppress(NatsError, TimeoutError):
        return (await client.request(subject, data.encode(), timeout=0.3)).data
    return b""


def create(name: str, config: dict[str, object]) -> dict[str, object]:
    durable = {"name": name, "durable_name": name}
    return {"stream_name": "IDENTITY", "config": CONFIG | durable | config}


async def tries(client: Client, user: str) -> bytes:
    """Return everything that NATS says to every way of reading the stream."""
    own = f"{user}-PrincipalChanged"
    api = "$JS.API.CONSUMER.CREATE.IDENTITY"
    ways: list[tuple[str, object]] = [
        (f"{api}.{user}-RecipientChanged.{SUBJECT}", create(own, {"filter_subject": SUBJECT})),
        # The subject says one filter, the body another: the server compares them.
        (
            f"{api}.{own}.isp.identity.v1.PrincipalChanged",
            create(own, {"filter_subject": SUBJECT}),
        ),
        (
            f"{api}.{own}.isp.identity.v1.PrincipalChanged",
            create(own, {"filter_subjects": [SUBJECT, "isp.identity.v1.PrincipalChanged"]}),
        ),
        (f"{api}.{own}.isp.identity.v1.PrincipalChanged", create(own, {})),
        (f"{api}.{own}", create(own, {})),
        (api, create(own, {})),
        (f"$JS.API.CONSUMER.DURABLE.CREATE.IDENTITY.{own}", create(own, {})),
        ("$JS.API.STREAM.MSG.GET.IDENTITY", {"last_by_subj": SUBJECT}),
        ("$JS.API.DIRECT.GET.IDENTITY", {"last_by_subj": SUBJECT}),
        (f"$JS.API.DIRECT.GET.IDENTITY.{SUBJECT}", ""),
        (f"$JS.API.CONSUMER.MSG.NEXT.IDENTITY.{DURABLE}", {"batch": 1, "no_wait": True}),
        (f"$JS.API.CONSUMER.MSG.NEXT.IDENTITY.{own}", {"batch": 1, "no_wait": True}),
    ]
    return b"".join([await asked(client, subject, body) for subject, body in ways])


@pytest.mark.parametrize("user", OTHERS)
def test_nobody_but_alerts_reads_an_address_whatever_they_try(account, user: str) -> None:
    async def main() -> None:
        address = await published(account)
        theirs = await connect(account("alerts"))
        spec = ConsumerSpec(stream="IDENTITY", subject=SUBJECT, durable=DURABLE)
        await ensure_consumer(theirs.jetstream(), spec)
        client = await connect(account(user))
        heard: list[bytes] = []
        with suppress(NatsError):
            await client.subscribe(SUBJECT, cb=lambda message: _hear(heard, message))
        assert b"corner.example" not in await tries(client, user)
        await published(account)
        await asyncio.sleep(0.2)
        assert [] == heard
        assert address
        await client.close()
        await theirs.close()

    asyncio.run(main())


async def _hear(heard: list[bytes], message) -> None:
    heard.append(message.data)


def test_alerts_reads_it(account) -> None:
    """The control of the test above."""

    async def main() -> None:
        address = await published(account)
        client = await connect(account("alerts"))
        js = client.jetstream()
        spec = ConsumerSpec(stream="IDENTITY", subject=SUBJECT, durable=DURABLE)
        await ensure_consumer(js, spec)
        subscription = await js.pull_subscribe_bind(DURABLE, stream="IDENTITY")
        seen: set[str] = set()
        while address not in seen:
            for message in await subscription.fetch(50, timeout=5):
                event = identity_events_pb2.RecipientChanged.FromString(message.data)
                seen.add(event.address)
                await message.ack()
        assert address in seen
        await client.close()

    asyncio.run(main())
