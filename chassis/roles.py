"""What the roles of every service's processes have in common: serve, work and migrate."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import grpc
from google.protobuf.descriptor import ServiceDescriptor
from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError

from chassis.calls import Authenticator
from chassis.configuration import Settings
from chassis.consumers import Consumer, Consumption
from chassis.health import Check, Health
from chassis.jetstream import USAGE_STREAM, NatsAccount, StreamSpec, connect, ensure_stream
from chassis.notices import Notices
from chassis.postgres.audit import AuditTable, seal
from chassis.postgres.audit_cut import BATCH, cut
from chassis.postgres.dead_letters import PostgresDeadLetters
from chassis.postgres.endings import end_rows
from chassis.postgres.engine import open_engine, refusing_when_away
from chassis.postgres.idempotency import IdempotencyTable
from chassis.postgres.pending import pending
from chassis.postgres.principals import PostgresPrincipalRows
from chassis.postgres.retention import Kept, endings_of
from chassis.principals import CachedPrincipalRows
from chassis.pseudonyms import Pseudonyms
from chassis.relay import CHANNEL, Relay
from chassis.search_audit import audit_search_services
from chassis.server import ServerLimits, build_server, serve
from chassis.service_settings import ServiceSettings
from chassis.tls import TlsFolder
from chassis.tokens import Verifier
from chassis.worker import Part, every, in_thread, run_worker
from kernel.ports import RandomIds, SystemClock
from kernel.principals import ANONYMOUS


def run_serve(
    settings: ServiceSettings,
    reader: Engine,
    *,
    service_versions: Path,
    services: dict[ServiceDescriptor, Callable[[grpc.Server], None]],
    verifier: Verifier | None = None,
) -> None:
    """Serve gRPC until told to stop; unready while the database is away or its schema is older.

    The search of the audit log is served besides, by every service alike.
    """
    limits = ServerLimits(threads=settings.threads, reflection=settings.development)
    authenticator = Authenticator(
        verifier or settings.verifier(), CachedPrincipalRows(PostgresPrincipalRows(reader))
    )
    health = Health(settings.drain_seconds)
    health.check("database", database_check(reader, service_versions))
    serve(
        build_server(
            authenticator=authenticator,
            services=services | audit_search_services(settings),
            limits=limits,
        ),
        listen=settings.grpc_listen,
        metrics=settings.metrics_listen,
        health_checks=health,
        limits=limits,
        tls=settings.tls,
    )


def run_work(
    settings: ServiceSettings,
    engine: Engine,
    *,
    service_versions: Path,
    consumptions: Sequence[Consumption[Any]],
    parts: Mapping[str, Part],
    notices: Notices | None = None,
    kept: Sequence[Kept] = (),
) -> None:
    """Relay the outbox, consume, seal the audit log, and do the service's own periodic work.

    `notices` are those that parts of the service wait for; the relay waits for them as well. `kept`
    says how long the service keeps what: its endings are done here.
    """
    notices = notices or Notices(settings.database_url)
    committed = notices.bell(CHANNEL)
    health = Health(settings.drain_seconds)
    health.check("database", database_check(engine, service_versions))
    threads = ThreadPoolExecutor(4, thread_name_prefix="work")

    async def build() -> Mapping[str, Part]:
        client = await connect(settings.nats)
        js = client.jetstream()
        park = PostgresDeadLetters(engine).park
        consumers = {each.durable: Consumer(each, client, threads, park) for each in consumptions}
        for name, consumer in consumers.items():
            health.check(name, consumer.silent)
        return {
            "notices": notices.run,
            "relay": Relay(settings.database_url, js, committed).run,
            "sealer": every(1, in_thread(lambda: _seal(engine))),
            "audit-cut": every(3600, in_thread(lambda: _cut(engine))),
            "endings": every(3600, in_thread(lambda: _end(engine, kept, settings.pseudonym_key))),
            "forget-keys": every(3600, in_thread(lambda: _forget_keys(engine))),
            **{name: consumer.run for name, consumer in consumers.items()},
            **parts,
        }

    # The relay last: what the others still write is sent before the end.
    last = frozenset({"notices", "relay"})
    run_worker(build, metrics=settings.metrics_listen, health=health, last=last)


def run_migrate(
    settings: Settings, service: str, *, service_versions: Path, streams: Sequence[StreamSpec]
) -> None:
    """Upgrade the service's database as its owner and create its streams as `migrate`."""
    prefix = service.upper()
    url = settings.url(f"{prefix}_OWNER_DATABASE_URL", "postgresql+psycopg")
    account = NatsAccount(
        url=settings.url("ISP_NATS_URL", "nats", "tls"),
        user="migrate",
        password=settings.secret("ISP_NATS_MIGRATE_PASSWORD"),
        tls=TlsFolder.read(settings),
    )
    replicas = settings.number("ISP_NATS_REPLICAS", 1, most=5)
    pseudonyms = Pseudonyms(settings.secret("ISP_PSEUDONYM_KEY").encode())
    from chassis.postgres.migrate import (  # noqa: PLC0415 - no other role needs Alembic
        migrate,
        name_old_rows,
    )

    engine = open_engine(url, process=f"{service}-migrate", pool=1, statement_seconds=300)
    migrate(engine, service_versions=service_versions, app_role=f"{service}_app")
    name_old_rows(engine, pseudonyms)
    engine.dispose()
    asyncio.run(_streams(account, [*streams, USAGE_STREAM], replicas))


async def _streams(account: NatsAccount, streams: Sequence[StreamSpec], replicas: int) -> None:
    client = await connect(account)
    for spec in streams:
        await ensure_stream(client.jetstream(), spec, replicas=replicas)
    await client.close()


def database_check(engine: Engine, service_versions: Path) -> Check:
    """Return a check that says what the database lacks. The schema is asked until it is right."""
    complete = False

    def check() -> str | None:
        nonlocal complete
        try:
            if complete:
                with engine.connect() as connection:
                    connection.execute(text("SELECT 1"))
                return None
            missing = pending(engine, service_versions)
        except SQLAlchemyError as error:
            return type(error).__name__
        if missing:
            return f"lacks migration {', '.join(missing)}"
        complete = True
        return None

    return check


def schema_check(engine: Engine, service_versions: Path) -> Check:
    """Return a check that says which migration is missing, and nothing more once none is."""
    database = database_check(engine, service_versions)
    complete = False

    def check() -> str | None:
        nonlocal complete
        said = None if complete else database()
        complete = said is None
        return said

    return check


def _seal(engine: Engine) -> None:
    with refusing_when_away(), engine.begin() as connection:
        seal(connection)


def _cut(engine: Engine) -> None:
    gone = BATCH
    while gone == BATCH:
        with refusing_when_away(), engine.begin() as connection:
            gone = cut(connection)


def _end(engine: Engine, kept: Sequence[Kept], pseudonym_key: bytes) -> None:
    clock = SystemClock()
    with refusing_when_away(), engine.begin() as connection:
        ended = end_rows(connection, endings_of(kept), clock.now())
        if ended:
            log = AuditTable(connection, clock, RandomIds(), Pseudonyms(pseudonym_key))
            log.record(ANONYMOUS, "chassis:end-old-rows", "", b"", **ended)


def _forget_keys(engine: Engine) -> None:
    with refusing_when_away(), engine.begin() as connection:
        IdempotencyTable(connection).forget_old()
