"""Events on the real PostgreSQL and NATS: at least once sent, once handled, none lost."""

import asyncio
import signal
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from nats.errors import Error as NatsError
from sqlalchemy import text

from chassis.consumers import ATTEMPTS, Consumer, Consumption
from chassis.errors import Unavailable
from chassis.jetstream import (
    ConfigurationDiffers,
    ConsumerSpec,
    NatsAccount,
    StreamSpec,
    compare,
    connect,
    ensure_consumer,
    ensure_stream,
)
from chassis.notices import Notices
from chassis.postgres.dead_letters import PostgresDeadLetters
from chassis.postgres.engine import open_engine
from chassis.postgres.outbox import OutboxTable, OutgoingEvent
from chassis.relay import BATCH, CHANNEL, Relay
from chassis.worker import keep_running
from isp.identity.v1 import identity_events_pb2

STREAM = StreamSpec(name="IDENTITY", subjects=("isp.identity.v1.>",))
Message = identity_events_pb2.PrincipalChanged


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


@pytest.fixture
def database(new_database):
    return new_database("identity")


@pytest.fixture
def engine(database):
    engine = open_engine(database.app_url, process="test", pool=4)
    yield engine
    engine.dispose()


def put(engine, subject: str = "", version: int = 1) -> str:
    """Put one event into the outbox, committed."""
    message = Message()
    message.principal.subject = subject or str(uuid4())
    event = OutgoingEvent(
        event_id=uuid4(),
        message=message,
        aggregate_id=message.principal.subject,
        aggregate_version=version,
        occurred_at=datetime.now(UTC),
    )
    with engine.begin() as connection:
        OutboxTable(connection).append(event)
    return str(event.event_id)


class Handled:
    """Counts what a consumer handled; can be made to fail."""

    def __init__(self) -> None:
        self.seen: Counter[str] = Counter()
        self.failure: Exception | None = None
        self.seconds = 0.0

    def __call__(self, event) -> None:
        if self.seconds:
            time.sleep(self.seconds)
        self.seen[event.event_id] += 1
        if self.failure is not None:
            raise self.failure


@asynccontextmanager
async def running(
    database, engine, account, handled, *, private: bool = False, many=None
) -> AsyncIterator[None]:
    """Identity's relay and alerts' consumer at work."""
    stop = asyncio.Event()
    ours, theirs = await connect(account("identity")), await connect(account("alerts"))
    consumption = Consumption(
        stream="IDENTITY",
        durable="alerts-PrincipalChanged",
        message=Message,
        handle=handled,
        private=private,
        together=many.together if many else None,
        most=16 if many else 1,
    )
    consumer = Consumer(
        consumption, theirs, ThreadPoolExecutor(2), PostgresDeadLetters(engine).park
    )
    notices = Notices(database.app_url)
    relay = Relay(database.app_url, ours.jetstream(), notices.bell(CHANNEL))
    tasks = [
        asyncio.create_task(keep_running("notices", notices.run, stop)),
        asyncio.create_task(keep_running("relay", relay.run, stop)),
        asyncio.create_task(keep_running("consumer", consumer.run, stop)),
    ]
    try:
        yield
    finally:
        stop.set()
        await asyncio.gather(*tasks)
        await ours.close()
        await theirs.close()


async def until(good: Callable[[], bool], seconds: float = 20) -> None:
    end = asyncio.get_running_loop().time() + seconds
    while not good():
        assert asyncio.get_running_loop().time() < end, "not in time"
        await asyncio.sleep(0.02)


def test_every_committed_event_is_handled_once(database, engine, account) -> None:
    handled = Handled()

    async def main() -> None:
        async with running(database, engine, account, handled):
            ids = [await asyncio.to_thread(put, engine) for _ in range(50)]
            await until(lambda: all(handled.seen[each] for each in ids))
            await asyncio.sleep(0.3)
            assert {1} == {handled.seen[each] for each in ids}

    asyncio.run(main())


def test_what_was_held_at_the_stop_is_finished_and_nothing_comes_again_later(
    database, engine, account
) -> None:
    """Else it would lie until its time to be acknowledged is up: half a minute."""
    handled = Handled()
    handled.seconds = 0.05

    async def left() -> tuple[int, int]:
        client = await connect(account("alerts"))
        info = await client.jetstream().consumer_info("IDENTITY", "alerts-PrincipalChanged")
        await client.close()
        return info.num_ack_pending, info.num_pending

    async def main() -> None:
        async with running(database, engine, account, handled):
            ids = [await asyncio.to_thread(put, engine) for _ in range(60)]
            await until(lambda: sum(handled.seen[each] for each in ids) > 2)
        done = sum(handled.seen[each] for each in ids)
        waiting, later = await left()
        assert 0 == waiting
        assert 60 - done == later
        assert {1} == {handled.seen[each] for each in ids if handled.seen[each]}
        handled.seconds = 0
        async with running(database, engine, account, handled):
            await until(lambda: all(handled.seen[each] for each in ids), 5)
        assert {1} == {handled.seen[each] for each in ids}

    asyncio.run(main())


def test_a_relay_that_is_told_to_stop_first_sends_all_that_is_there(
    database, engine, account
) -> None:
    async def main() -> None:
        client, stop = await connect(account("identity")), asyncio.Event()
        for _ in range(BATCH + 10):
            put(engine)
        stop.set()
        bell = Notices(database.app_url).bell(CHANNEL)
        await Relay(database.app_url, client.jetstream(), bell).run(stop)
        await client.close()

    asyncio.run(main())
    with engine.connect() as connection:
        assert [] == connection.execute(text("SELECT 1 FROM outbox WHERE sent_at IS NULL")).all()


def test_events_wait_while_nats_is_dead_and_all_come_when_it_is_back(
    servers, database, engine, account
) -> None:
    handled = Handled()

    async def main() -> None:
        async with running(database, engine, account, handled):
            first = await asyncio.to_thread(put, engine)
            await until(lambda: handled.seen[first] == 1)
            await asyncio.sleep(0.5)  # NATS writes an acknowledgement down a moment after it came
            await asyncio.to_thread(servers.kill, "nats", signal.SIGKILL)
            ids = [await asyncio.to_thread(put, engine) for _ in range(20)]
            await asyncio.sleep(1)
            assert not any(handled.seen[each] for each in ids)
            await asyncio.to_thread(servers.restart, "nats")
            await until(lambda: all(handled.seen[each] for each in ids), 40)
            assert {1} == {handled.seen[each] for each in [first, *ids]}

    asyncio.run(main())


def test_events_survive_the_death_of_the_database_in_full_flow(
    servers, database, engine, account
) -> None:
    handled = Handled()

    async def main() -> None:
        async with running(database, engine, account, handled):
            ids: list[str] = []

            def write() -> None:
                for _ in range(60):
                    with suppress(Exception):
                        ids.append(put(engine))

            writing = asyncio.create_task(asyncio.to_thread(write))
            await asyncio.sleep(0.05)
            await asyncio.to_thread(servers.kill, "postgres", signal.SIGKILL)
            await asyncio.to_thread(servers.restart, "postgres")
            await writing
            ids.append(await asyncio.to_thread(put, engine))
            await until(lambda: all(handled.seen[each] for each in ids), 40)
            assert {1} == {handled.seen[each] for each in ids}

    asyncio.run(main())


def test_an_event_waits_for_an_absent_database_and_is_never_parked(
    database, engine, account
) -> None:
    handled = Handled()
    handled.failure = Unavailable("away")

    async def main() -> None:
        async with running(database, engine, account, handled):
            event = await asyncio.to_thread(put, engine)
            await until(lambda: handled.seen[event] > ATTEMPTS, 30)
            handled.failure = None
            tries = handled.seen[event]
            await until(lambda: handled.seen[event] > tries)

    asyncio.run(main())
    with engine.connect() as connection:
        assert 0 == connection.scalar(text("SELECT count(*) FROM dead_letters"))


@pytest.mark.parametrize("private", [False, True])
def test_a_poison_message_is_parked_and_the_next_one_goes_through(
    database, engine, account, *, private: bool
) -> None:
    """Of a private one nothing but its id is kept."""
    handled = Handled()
    handled.failure = RuntimeError("cannot")

    async def main() -> None:
        async with running(database, engine, account, handled, private=private):
            poison = await asyncio.to_thread(put, engine)
            await until(lambda: handled.seen[poison] >= ATTEMPTS, 30)
            handled.failure = None
            fine = await asyncio.to_thread(put, engine)
            await until(lambda: handled.seen[fine] == 1)
            assert ATTEMPTS == handled.seen[poison]

    asyncio.run(main())
    with engine.connect() as connection:
        row = connection.execute(text("SELECT * FROM dead_letters")).one()
    assert ("alerts-PrincipalChanged", "RuntimeError: cannot") == (row.durable, row.why)
    assert private == (bytes(row.payload) == b"")


def test_two_relays_send_everything_once(database, engine, account) -> None:
    handled = Handled()

    async def main() -> None:
        async with running(database, engine, account, handled):
            client = await connect(account("identity"))
            stop = asyncio.Event()
            bell = Notices(database.app_url).bell(CHANNEL)  # nobody listens: it goes by the clock
            relay = Relay(database.app_url, client.jetstream(), bell)
            second = asyncio.create_task(relay.run(stop))
            ids = [await asyncio.to_thread(put, engine) for _ in range(60)]
            await until(lambda: all(handled.seen[each] for each in ids))
            stop.set()
            await second
            await client.close()
            assert {1} == {handled.seen[each] for each in ids}

    asyncio.run(main())


@pytest.mark.parametrize(
    ("user", "subject"),
    [
        ("alerts", "isp.identity.v1.PrincipalChanged"),
        ("identity", "isp.alerts.v1.AlertIssued"),
        ("alerts", "isp.usage.v1.UsageRecorded.identity"),
        ("migrate", "isp.identity.v1.PrincipalChanged"),
    ],
)
def test_a_service_cannot_publish_anothers_events(account, user: str, subject: str) -> None:
    async def main() -> None:
        client = await connect(account(user))
        with pytest.raises((NatsError, TimeoutError)):
            await client.jetstream().publish(subject, b"forged", timeout=0.5)
        await client.close()

    asyncio.run(main())


def test_the_owner_of_an_event_can_publish_it(account) -> None:
    """The control of the test above."""

    async def main() -> None:
        client = await connect(account("identity"))
        ack = await client.jetstream().publish("isp.identity.v1.IdentityHeartbeat", b"", timeout=2)
        assert "IDENTITY" == ack.stream
        await client.close()

    asyncio.run(main())


@pytest.mark.parametrize("user", ["alerts", "identity"])
def test_a_service_can_change_no_stream_and_read_no_other(account, user: str) -> None:
    async def main() -> None:
        client = await connect(account(user))
        js = client.jetstream(timeout=0.5)
        with pytest.raises((NatsError, TimeoutError)):
            await js.update_stream(STREAM.config())
        with pytest.raises((NatsError, TimeoutError)):
            await js.delete_stream("IDENTITY")
        with pytest.raises((NatsError, TimeoutError)):
            await js.purge_stream("IDENTITY")
        with pytest.raises((NatsError, TimeoutError)):
            await ensure_consumer(
                js,
                ConsumerSpec(
                    stream="IDENTITY",
                    subject="isp.identity.v1.NotForAnyone",
                    durable=f"{user}-NotForAnyone",
                ),
            )
        await client.close()

    asyncio.run(main())


def test_a_consumer_that_differs_from_what_is_asked_is_refused(account) -> None:
    async def main() -> None:
        client = await connect(account("alerts"))
        js = client.jetstream()
        spec = ConsumerSpec(
            stream="IDENTITY",
            subject=Message.DESCRIPTOR.full_name,
            durable="alerts-PrincipalChanged",
        )
        assert "alerts-PrincipalChanged" == await ensure_consumer(js, spec)
        other = ConsumerSpec(
            stream=spec.stream, subject=spec.subject, durable=spec.durable, max_ack_pending=7
        )
        config = other.config()
        info = await js.add_consumer("IDENTITY", config)
        assert 7 == info.config.max_ack_pending
        with pytest.raises(ConfigurationDiffers, match="max_ack_pending"):
            compare("consumer", spec.config(), info.config)
        await ensure_consumer(js, spec)
        await client.close()

    asyncio.run(main())
