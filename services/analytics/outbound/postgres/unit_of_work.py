"""The stores of analytics on one transaction."""

from dataclasses import dataclass

from sqlalchemy import Connection, Engine

from chassis.postgres.audit import AuditTable
from chassis.postgres.personal_data import PlumbingRows
from chassis.postgres.unit_of_work import PostgresUnitOfWork
from chassis.pseudonyms import Pseudonyms
from chassis.usage import UsageEvents
from kernel.ports import Clock, Ids
from services.analytics.outbound.postgres.tallies_store import PostgresTallies
from services.analytics.outbound.postgres.usages_store import PostgresUsages
from services.analytics.outbound.published_events import PublishedEvents


@dataclass(frozen=True, slots=True, kw_only=True)
class AnalyticsStores:
    """Everything of analytics on one connection."""

    usages: PostgresUsages
    tallies: PostgresTallies
    outbox: PublishedEvents
    audit: AuditTable
    plumbing: PlumbingRows


def unit_of_work(
    engine: Engine, *, clock: Clock, ids: Ids, pseudonyms: Pseudonyms
) -> PostgresUnitOfWork[AnalyticsStores]:
    """Return what opens transactions of analytics."""
    usage = UsageEvents(service="analytics", pseudonyms=pseudonyms, ids=ids)

    def build(connection: Connection) -> AnalyticsStores:
        return AnalyticsStores(
            usages=PostgresUsages(connection),
            tallies=PostgresTallies(connection),
            outbox=PublishedEvents(connection, usage),
            audit=AuditTable(connection, clock, ids, pseudonyms),
            plumbing=PlumbingRows(connection),
        )

    return PostgresUnitOfWork(engine, build)
