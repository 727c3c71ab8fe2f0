"""Claim: no committed event is lost and none is published twice, however often the relay dies.

Events are committed to the outbox while the relay is killed with -9 and started again; at the end
the set that JetStream holds is compared with the set that was committed. The control is a relay
that marks events as sent before they are.
"""

import asyncio
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from datetime import UTC, datetime
from typing import Final
from uuid import uuid4

from sqlalchemy import Engine

from chassis.jetstream import ConsumerSpec, NatsAccount, connect, ensure_consumer
from chassis.postgres.engine import open_engine
from chassis.postgres.outbox import OutboxTable, OutgoingEvent
from isp.identity.v1 import identity_events_pb2
from stack.harness import Harness
from stack.places import CHECKOUT, throw_away_folder
from trials.verdict import Verdict

CONTROLS: Final = ("marks-first",)
SECONDS: Final = 12
KILLS: Final = 15


def run(control: str | None = None) -> Verdict:
    """Run the trial with our relay, or with a known-bad one."""
    with (
        throw_away_folder("isp-trial-") as folder,
        Harness(folder, servers=frozenset({"postgres", "nats"})) as harness,
    ):
        harness.platform.run("identity", "migrate")
        committed, kills = _write_and_kill(harness, control or "ours")
        published = asyncio.run(_published(harness, len(committed)))
    lost = len(committed - published.keys())
    twice = sum(count > 1 for count in published.values())
    sound = not lost and not twice
    return Verdict(
        name="relay",
        figure=lost + twice,
        unit="events lost or published twice",
        goal="0" if control is None else "more than 0: the control must fail",
        met=sound if control is None else not sound,
        peer=control or "",
        spread="",
        detail={"committed": len(committed), "lost": lost, "twice": twice, "kills": kills},
    )


def _write_and_kill(harness: Harness, kind: str) -> tuple[set[str], int]:
    environment = dict(harness.environment("identity", "work"))
    engine = open_engine(environment["IDENTITY_DATABASE_URL"], process="trial", pool=2)
    committed: set[str] = set()
    stop = threading.Event()

    def write() -> None:
        while not stop.is_set():
            message = identity_events_pb2.PrincipalChanged()
            message.principal.subject = str(uuid4())
            event = OutgoingEvent(
                event_id=uuid4(),
                message=message,
                aggregate_id=message.principal.subject,
                aggregate_version=1,
                occurred_at=datetime.now(UTC),
            )
            with engine.begin() as connection:
                OutboxTable(connection).append(event)
            committed.add(str(event.event_id))

    writer = threading.Thread(target=write)
    writer.start()
    for number in range(KILLS):
        relay = _start(kind, environment)
        time.sleep(1.2 + random.random() * SECONDS / KILLS)
        relay.send_signal(signal.SIGKILL)
        relay.wait()
        print(f"  relay killed {number + 1} of {KILLS}, {len(committed)} committed", flush=True)
    stop.set()
    writer.join()
    last = _start(kind, environment)
    _drain(engine)
    last.kill()
    last.wait()
    engine.dispose()
    return committed, KILLS


def _start(kind: str, environment: dict[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "trials.relay_process", kind],
        env=environment,
        cwd=CHECKOUT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _drain(engine: Engine) -> None:
    """Wait until the outbox holds nothing that is not marked."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        with engine.connect() as connection:
            left = connection.exec_driver_sql(
                "SELECT count(*) FROM outbox WHERE sent_at IS NULL"
            ).scalar()
        if not left:
            return
        time.sleep(0.2)
    raise TimeoutError("the outbox did not drain")


async def _published(harness: Harness, at_most: int) -> Counter[str]:
    account = NatsAccount(
        url=f"nats://localhost:{harness.port('nats')}",
        user="alerts",
        password=harness.secret("nats_alerts"),
    )
    client = await connect(account)
    js = client.jetstream()
    durable = "alerts-PrincipalChanged"
    subject = identity_events_pb2.PrincipalChanged.DESCRIPTOR.full_name
    await ensure_consumer(js, ConsumerSpec(stream="IDENTITY", subject=subject, durable=durable))
    subscription = await js.pull_subscribe_bind(durable, "IDENTITY")
    found: Counter[str] = Counter()
    while sum(found.values()) < 2 * at_most:
        try:
            messages = await subscription.fetch(200, timeout=2)
        except TimeoutError:
            break
        for message in messages:
            found[(message.headers or {})["Nats-Msg-Id"]] += 1
            await message.ack()
    await client.close()
    return found
