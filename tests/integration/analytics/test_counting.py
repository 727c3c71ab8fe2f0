"""Usage on the real NATS and PostgreSQL: whatever comes twice is counted once, and none is lost."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from nats.errors import Error as NatsError
from sqlalchemy import text

from chassis.consumers import Consumer, Consumption
from chassis.errors import Unavailable
from chassis.jetstream import USAGE_STREAM, ConsumerSpec, NatsAccount, connect, ensure_consumer
from chassis.postgres.dead_letters import PostgresDeadLetters
from chassis.postgres.engine import open_engine
from chassis.pseudonyms import Pseudonyms
from chassis.worker import keep_running
from isp.kernel.v1 import kernel_pb2
from isp.usage.v1 import usage_pb2
from kernel.ports import RandomIds, SystemClock
from services.analytics.domain.errors import EventLogUnavailable
from services.analytics.inbound.events import DURABLE, SUBJECT, consumptions
from services.analytics.outbound.event_log import NatsEventLog
from services.analytics.outbound.postgres.unit_of_work import unit_of_work as open_unit_of_work
from services.analytics.usecases.keeping import Keeping
from services.analytics.usecases.reconcile_usage import ReconcileUsage
from services.analytics.usecases.record_usage import RecordUsage
from services.analytics.usecases.roll_up_days import RollUpDays

KEEPING = Keeping(days=92, clock=SystemClock())
WINDOW_SECONDS = 0.1


@pytest.fixture(scope="module")
def account(servers) -> Callable[[str], NatsAccount]:
    """NATS accounts; the stream forgets soon which ids it had, as after ten minutes."""

    def account(user: str) -> NatsAccount:
        return NatsAccount(
            url=f"nats://localhost:{servers.port('nats')}",
            user=user,
            password=servers.secret(f"nats_{user}"),
        )

    async def make() -> None:
        client = await connect(account("migrate"))
        config = USAGE_STREAM.config()
        config.duplicate_window = WINDOW_SECONDS
        await client.jetstream().add_stream(config)
        await client.close()

    asyncio.run(make())
    return account


@pytest.fixture(scope="module")
def engine(new_database):
    engine = open_engine(new_database("analytics").app_url, process="test", pool=4)
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def work(engine):
    return open_unit_of_work(
        engine, clock=SystemClock(), ids=RandomIds(), pseudonyms=Pseudonyms(b"k")
    )


def ids_of(engine, metric: str) -> list[str]:
    query = text("SELECT event_id FROM usage_events WHERE metric = :metric")
    with engine.connect() as connection:
        return sorted(str(row.event_id) for row in connection.execute(query, {"metric": metric}))


@dataclass
class Twice:
    """Counts an event, and then says for a while that it could not: it will come again."""

    handle: Callable[[Any], None]
    failing: int = 0
    seen: Counter[str] = field(default_factory=Counter)

    def __call__(self, event) -> None:
        self.handle(event)
        self.seen[event.event_id] += 1
        if self.seen[event.event_id] <= self.failing:
            raise Unavailable("committed, and gone before the acknowledgement")


def counting(work, failing: int = 0) -> tuple[Consumption[Any], Twice]:
    record = RecordUsage(unit_of_work=work, keeping=KEEPING)
    (usage,) = [each for each in consumptions(lambda _: None, record) if each.durable == DURABLE]
    handle = Twice(usage.handle, failing)
    return replace(usage, handle=handle), handle


@asynccontextmanager
async def running(account, engine, consumption: Consumption[Any]) -> AsyncIterator[None]:
    stop, client = asyncio.Event(), await connect(account("analytics"))
    park = PostgresDeadLetters(engine).park
    consumer = Consumer(consumption, client, ThreadPoolExecutor(2), park)
    task = asyncio.create_task(keep_running("consumer", consumer.run, stop))
    try:
        yield
    finally:
        stop.set()
        await task
        await client.close()


async def told(account, service: str, event_id: str, metric: str) -> None:
    """A service tells of an event, under its own NATS user, as its relay does."""
    client = await connect(account(service))
    message = usage_pb2.UsageRecorded(
        metric=metric, pseudonym="p", tier=kernel_pb2.TIER_VERIFIED, region="LON"
    )
    message.occurred_at.FromDatetime(datetime.now(UTC))
    ack = await client.jetstream().publish(
        f"isp.usage.v1.UsageRecorded.{service}",
        message.SerializeToString(),
        headers={"Nats-Msg-Id": event_id},
    )
    assert not ack.duplicate
    await client.close()


async def until(good: Callable[[], bool], seconds: float = 20) -> None:
    end = asyncio.get_running_loop().time() + seconds
    while not good():
        assert asyncio.get_running_loop().time() < end, "not in time"
        await asyncio.sleep(0.02)


@pytest.fixture
def reconciled(account, work) -> Iterator[ReconcileUsage]:
    RollUpDays(unit_of_work=work)()
    log = NatsEventLog(
        account=account("analytics"), stream=USAGE_STREAM.name, subject=SUBJECT, durable=DURABLE
    )
    return ReconcileUsage(unit_of_work=work, log=log, keeping=KEEPING)


def test_events_of_all_services_are_counted_once_though_each_comes_three_times(
    account, engine, work
) -> None:
    ids = {service: str(uuid4()) for service in ("alerts", "identity", "content", "analytics")}
    consumption, handled = counting(work, failing=2)

    async def main() -> None:
        async with running(account, engine, consumption):
            for service, event_id in ids.items():
                await told(account, service, event_id, f"{service}.once")
            await until(lambda: all(handled.seen[each] == 3 for each in ids.values()))

    asyncio.run(main())
    for service, event_id in ids.items():
        assert [event_id] == ids_of(engine, f"{service}.once")


def test_an_event_that_a_relay_sends_again_much_later_is_counted_once(
    account, engine, work, reconciled
) -> None:
    event_id, consumption_and_handled = str(uuid4()), counting(work)
    consumption, handled = consumption_and_handled

    async def main() -> None:
        async with running(account, engine, consumption):
            await told(account, "alerts", event_id, "alerts.again")
            await asyncio.sleep(WINDOW_SECONDS * 5)
            await told(account, "alerts", event_id, "alerts.again")
            await until(lambda: handled.seen[event_id] == 2)

    asyncio.run(main())
    assert [event_id] == ids_of(engine, "alerts.again")
    RollUpDays(unit_of_work=reconciled.unit_of_work)()
    found = reconciled()
    assert (0, 0, True) == (found.missing, found.differing, found.holds)
    assert found.events >= 2


def test_a_consumer_that_begins_anew_reads_all_again_and_changes_nothing(
    account, engine, work
) -> None:
    before = ids_of(engine, "alerts.again"), ids_of(engine, "alerts.once")
    consumption, handled = counting(work)

    async def main() -> None:
        client = await connect(account("analytics"))
        await client.jetstream().delete_consumer("USAGE", DURABLE)
        await client.close()
        async with running(account, engine, consumption):
            await until(lambda: all(handled.seen[each] for many in before for each in many))

    asyncio.run(main())
    assert before == (ids_of(engine, "alerts.again"), ids_of(engine, "alerts.once"))


def test_an_event_that_the_record_lost_is_seen(account, engine, work, reconciled) -> None:
    """The control of the reconciliation."""
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM usage_events WHERE metric = 'alerts.again'"))
    found = reconciled()
    assert (1, 1, False) == (found.missing, found.differing, found.holds)


def test_what_cannot_be_counted_is_parked(account, engine, work) -> None:
    """Such as a service that tells of what another does."""
    event_id, (consumption, _) = str(uuid4()), counting(work)
    parked = text("SELECT why FROM dead_letters WHERE event_id = :id")

    def whys() -> list[str]:
        with engine.connect() as connection:
            return [row.why for row in connection.execute(parked, {"id": event_id})]

    async def main() -> None:
        async with running(account, engine, consumption):
            await told(account, "alerts", event_id, "content.published")
            await until(lambda: bool(whys()), 30)

    asyncio.run(main())
    assert "UsageUnfit" in whys()[0]
    assert [] == ids_of(engine, "content.published")


@pytest.mark.parametrize(
    ("user", "stream", "subject"),
    [
        ("alerts", "USAGE", SUBJECT),
        ("analytics", "USAGE", "isp.usage.v1.>"),
        ("analytics", "IDENTITY", "isp.identity.v1.RecipientChanged"),
    ],
)
def test_nobody_else_reads_usage_and_analytics_reads_nothing_else(
    account, user: str, stream: str, subject: str
) -> None:
    async def main() -> None:
        client = await connect(account(user))
        spec = ConsumerSpec(stream=stream, subject=subject, durable=f"{user}-UsageRecorded")
        with pytest.raises((NatsError, TimeoutError)):
            await ensure_consumer(client.jetstream(timeout=0.5), spec)
        await client.close()

    asyncio.run(main())


def test_a_log_that_is_away_is_said_to_be(work) -> None:
    nobody = NatsAccount(url="nats://localhost:1", user="analytics", password="x")
    log = NatsEventLog(account=nobody, stream="USAGE", subject=SUBJECT, durable=DURABLE)
    with pytest.raises(EventLogUnavailable), log():
        pass
