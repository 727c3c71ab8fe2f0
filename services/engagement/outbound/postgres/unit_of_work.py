"""The stores of engagement on one transaction."""

from dataclasses import dataclass

from sqlalchemy import Connection, Engine

from chassis.postgres.audit import AuditTable
from chassis.postgres.idempotency import IdempotencyTable
from chassis.postgres.personal_data import PlumbingRows
from chassis.postgres.unit_of_work import PostgresUnitOfWork
from chassis.pseudonyms import Pseudonyms
from chassis.usage import UsageEvents
from kernel.ports import Clock, Ids
from services.engagement.outbound.postgres.experts_store import PostgresExperts
from services.engagement.outbound.postgres.questions_store import PostgresQuestions
from services.engagement.outbound.published_events import PublishedEvents


@dataclass(frozen=True, slots=True, kw_only=True)
class EngagementStores:
    """Everything of engagement on one connection."""

    questions: PostgresQuestions
    experts: PostgresExperts
    outbox: PublishedEvents
    audit: AuditTable
    idempotency: IdempotencyTable
    plumbing: PlumbingRows


def unit_of_work(
    engine: Engine, *, clock: Clock, ids: Ids, pseudonyms: Pseudonyms
) -> PostgresUnitOfWork[EngagementStores]:
    """Return what opens transactions of engagement."""
    usage = UsageEvents(service="engagement", pseudonyms=pseudonyms, ids=ids)

    def build(connection: Connection) -> EngagementStores:
        return EngagementStores(
            questions=PostgresQuestions(connection),
            experts=PostgresExperts(connection),
            outbox=PublishedEvents(connection, ids, usage),
            audit=AuditTable(connection, clock, ids, pseudonyms),
            idempotency=IdempotencyTable(connection),
            plumbing=PlumbingRows(connection),
        )

    return PostgresUnitOfWork(engine, build)
