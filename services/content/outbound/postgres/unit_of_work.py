"""The stores of content on one transaction."""

from dataclasses import dataclass

from sqlalchemy import Connection, Engine

from chassis.postgres.audit import AuditTable
from chassis.postgres.idempotency import IdempotencyTable
from chassis.postgres.personal_data import PlumbingRows
from chassis.postgres.unit_of_work import PostgresUnitOfWork
from chassis.pseudonyms import Pseudonyms
from chassis.usage import UsageEvents
from kernel.ports import Clock, Ids
from services.content.outbound.postgres.access_store import PostgresAccess
from services.content.outbound.postgres.attachments_store import PostgresAttachments
from services.content.outbound.postgres.catalogues_store import PostgresCatalogues
from services.content.outbound.postgres.documents_store import PostgresDocuments
from services.content.outbound.postgres.drafts_store import PostgresDrafts
from services.content.outbound.postgres.feeds_store import PostgresFeeds
from services.content.outbound.postgres.format_store import PostgresFormatRequests
from services.content.outbound.postgres.full_text import PostgresFullText
from services.content.outbound.postgres.gaps_store import PostgresGaps
from services.content.outbound.postgres.links_store import PostgresPartnerLinks
from services.content.outbound.postgres.mail_orders_store import PostgresMailOrders
from services.content.outbound.postgres.readings_store import PostgresReadings
from services.content.outbound.postgres.receipts_store import PostgresReceipts
from services.content.outbound.postgres.remarks_store import PostgresRemarks
from services.content.outbound.postgres.saved_searches_store import (
    PostgresReaders,
    PostgresSavedSearches,
)
from services.content.outbound.postgres.synonyms_store import PostgresSynonyms
from services.content.outbound.published_events import PublishedEvents


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentStores:
    """Everything of content on one connection."""

    documents: PostgresDocuments
    drafts: PostgresDrafts
    partner_links: PostgresPartnerLinks
    catalogues: PostgresCatalogues
    synonyms: PostgresSynonyms
    attachments: PostgresAttachments
    saved_searches: PostgresSavedSearches
    mail_orders: PostgresMailOrders
    readers: PostgresReaders
    gaps: PostgresGaps
    remarks: PostgresRemarks
    access: PostgresAccess
    feeds: PostgresFeeds
    readings: PostgresReadings
    format_requests: PostgresFormatRequests
    receipts: PostgresReceipts
    full_text: PostgresFullText
    outbox: PublishedEvents
    audit: AuditTable
    idempotency: IdempotencyTable
    plumbing: PlumbingRows


def unit_of_work(
    engine: Engine, *, clock: Clock, ids: Ids, pseudonyms: Pseudonyms
) -> PostgresUnitOfWork[ContentStores]:
    """Return what opens transactions of content."""
    usage = UsageEvents(service="content", pseudonyms=pseudonyms, ids=ids)

    def build(connection: Connection) -> ContentStores:
        return ContentStores(
            documents=PostgresDocuments(connection),
            drafts=PostgresDrafts(connection),
            partner_links=PostgresPartnerLinks(connection),
            catalogues=PostgresCatalogues(connection),
            synonyms=PostgresSynonyms(connection),
            attachments=PostgresAttachments(connection),
            saved_searches=PostgresSavedSearches(connection),
            mail_orders=PostgresMailOrders(connection),
            readers=PostgresReaders(connection),
            gaps=PostgresGaps(connection),
            remarks=PostgresRemarks(connection),
            access=PostgresAccess(connection),
            feeds=PostgresFeeds(connection),
            readings=PostgresReadings(connection),
            format_requests=PostgresFormatRequests(connection),
            receipts=PostgresReceipts(connection),
            full_text=PostgresFullText(connection),
            outbox=PublishedEvents(connection, ids, usage),
            audit=AuditTable(connection, clock, ids, pseudonyms),
            idempotency=IdempotencyTable(connection),
            plumbing=PlumbingRows(connection),
        )

    return PostgresUnitOfWork(engine, build)
