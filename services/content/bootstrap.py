"""Builds content: the only file that knows every concrete class."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

import grpc
from google.protobuf.descriptor import ServiceDescriptor
from sqlalchemy import Engine

from chassis.configuration import Settings
from chassis.jetstream import StreamSpec
from chassis.logs import logger
from chassis.notices import Notices
from chassis.postgres.engine import open_engine, open_reader, refusing_when_away
from chassis.postgres.principals import PrincipalsTable
from chassis.principals import PrincipalRow
from chassis.privacy import PrivacyServicer
from chassis.pseudonyms import Pseudonyms
from chassis.roles import run_migrate, run_serve, run_work
from chassis.storage.settings import storage
from chassis.watch import CHANNEL
from kernel.ports import RandomIds, SystemClock
from kernel.web_addresses import AddressRules
from services.content.bootstrap_access import access_events, access_parts, access_services
from services.content.bootstrap_attachments import (
    attachments_parts,
    attachments_servicer,
    sealed_links,
)
from services.content.bootstrap_bundles import bundle_signer, bundles_services
from services.content.bootstrap_drafts import editing_parts, editing_services
from services.content.bootstrap_feeds import feeds_servicer
from services.content.bootstrap_finding import finding_servicer, gap_notes, gap_parts
from services.content.bootstrap_formats import formats_parts, formats_services
from services.content.bootstrap_partners import (
    catalogues_servicer,
    links_servicer,
    partners_parts,
)
from services.content.bootstrap_reading import reading_parts, reading_services
from services.content.bootstrap_reconcile import DIFFERED, reconcile_index, told
from services.content.bootstrap_saved_searches import (
    saved_search_mails_servicer,
    saved_searches_servicer,
)
from services.content.bootstrap_synonyms import (
    index_parts,
    on_record,
    synonyms_servicer,
    when_alone,
)
from services.content.config import ContentSettings
from services.content.inbound.attachments_rpc import AttachmentsServicer, attachments_services_of
from services.content.inbound.catalogues_rpc import catalogues_services_of
from services.content.inbound.events import consumptions
from services.content.inbound.feeds_rpc import feeds_services_of
from services.content.inbound.finding_rpc import finding_services_of
from services.content.inbound.partner_links_rpc import links_services_of
from services.content.inbound.rpc import ContentServicer, services_of
from services.content.inbound.saved_search_mails_rpc import saved_search_mails_services_of
from services.content.inbound.saved_searches_rpc import saved_searches_services_of
from services.content.inbound.synonyms_rpc import synonyms_services_of
from services.content.outbound.bundle_signer import NO_BUNDLES
from services.content.outbound.cursors import SignedCursors
from services.content.outbound.elasticsearch.comparing import ComparedDocuments
from services.content.outbound.elasticsearch.index import open_client
from services.content.outbound.postgres.retention import RETENTION
from services.content.outbound.postgres.unit_of_work import unit_of_work
from services.content.usecases import ports
from services.content.usecases.bundling import BundleSigner
from services.content.usecases.erase_subject import EraseSubject
from services.content.usecases.export_subject import ExportSubject
from services.content.usecases.get_document import GetDocument
from services.content.usecases.index_documents import IndexDocuments
from services.content.usecases.list_documents import ListDocuments
from services.content.usecases.match_saved_searches import MatchSavedSearches
from services.content.usecases.publish_document import PublishDocument
from services.content.usecases.rebuild_index import RebuildIndex
from services.content.usecases.red_reads import RedReads
from services.content.usecases.republish_documents import RepublishDocuments
from services.content.usecases.revise_document import ReviseDocument
from services.content.usecases.search import Search
from services.content.usecases.tell_matches import PutOffMail
from services.content.usecases.withdraw_document import WithdrawDocument

VERSIONS: Final = Path(__file__).parent / "outbound" / "postgres" / "migrations" / "versions"
STREAM: Final = StreamSpec(name="CONTENT", subjects=("isp.content.v1.>",))
_CLOCK: Final = SystemClock()
_IDS: Final = RandomIds()


REBUILD_SECONDS: Final = 300
"""While one portion is sent to the search engine, the next waits in an open transaction."""


def _engine(settings: ContentSettings, role: str, **more: int) -> Engine:
    return open_engine(settings.service.database_url, process=f"content-{role}", **more)


def _reader(settings: ContentSettings, role: str) -> Engine:
    return open_reader(settings.service.database_url, process=f"content-{role}")


def _unit_of_work(settings: ContentSettings, engine: Engine) -> ports.UnitOfWork:
    pseudonyms = Pseudonyms(settings.service.pseudonym_key)
    return unit_of_work(engine, clock=_CLOCK, ids=_IDS, pseudonyms=pseudonyms)


def _search_engine(settings: ContentSettings, reads: ports.UnitOfWork) -> ComparedDocuments:
    where = settings.elasticsearch
    client = open_client(where.url, ca_file=where.ca_file, api_key=where.api_key, user=where.user)
    return ComparedDocuments(client=client, prefix=settings.index_prefix, synonyms=on_record(reads))


def servicers(
    work: ports.UnitOfWork,
    reads: ports.UnitOfWork,
    search_engine: ports.Search,
    cursors: SignedCursors,
) -> tuple[ContentServicer, PrivacyServicer]:
    """Return the servicers of content on a unit of work, and on one that only reads."""
    red_reads = RedReads(unit_of_work=work, clock=_CLOCK)
    content = ContentServicer(
        publish_document=PublishDocument(unit_of_work=work, clock=_CLOCK, ids=_IDS),
        revise_document=ReviseDocument(unit_of_work=work, clock=_CLOCK),
        withdraw_document=WithdrawDocument(unit_of_work=work, clock=_CLOCK),
        get_document=GetDocument(unit_of_work=reads, red_reads=red_reads),
        list_documents=ListDocuments(unit_of_work=reads, red_reads=red_reads),
        search=Search(
            engine=search_engine,
            unit_of_work=reads,
            cursors=cursors,
            clock=_CLOCK,
            note_gap=gap_notes(work, cursors.key),
        ),
    )
    privacy = PrivacyServicer(
        export_subject=ExportSubject(unit_of_work=reads),
        erase_subject=EraseSubject(unit_of_work=work),
    )
    return content, privacy


def all_services(
    work: ports.UnitOfWork,
    reads: ports.UnitOfWork,
    *,
    search_engine: ports.Search,
    rules: AddressRules,
    cursors: SignedCursors,
    attachments: AttachmentsServicer,
    bundles: BundleSigner = NO_BUNDLES,
) -> dict[ServiceDescriptor, Callable[[grpc.Server], None]]:
    """Return every gRPC service of content."""
    return {
        **services_of(*servicers(work, reads, search_engine, cursors)),
        **editing_services(work, reads),
        **feeds_services_of(feeds_servicer(work, reads)),
        **finding_services_of(finding_servicer(reads, search_engine)),
        **saved_searches_services_of(saved_searches_servicer(work, reads)),
        **saved_search_mails_services_of(saved_search_mails_servicer(work, reads)),
        **links_services_of(links_servicer(work, reads, rules)),
        **catalogues_services_of(catalogues_servicer(work, reads, rules)),
        **synonyms_services_of(synonyms_servicer(work, reads)),
        **attachments_services_of(attachments),
        **reading_services(work, reads),
        **access_services(work, reads),
        **formats_services(work, reads, rules=rules, key=cursors.key),
        **bundles_services(work, reads, bundles),
    }


def serve(environment: Settings) -> None:
    """Serve gRPC."""
    settings = ContentSettings.read(environment)
    engine, reader = _engine(settings, "serve"), _reader(settings, "serve")
    work, reads = _unit_of_work(settings, engine), _unit_of_work(settings, reader)
    links = sealed_links(environment)
    services = all_services(
        work,
        reads,
        search_engine=_search_engine(settings, reads),
        rules=AddressRules(settings.partners.private_networks),
        cursors=SignedCursors(settings.cursor_key),
        attachments=attachments_servicer(work, reads, storage(environment, "content"), links),
        bundles=bundle_signer(environment),
    )
    run_serve(settings.service, reader, service_versions=VERSIONS, services=services)


def work(environment: Settings) -> None:
    """Relay, consume, seal, index."""
    settings = ContentSettings.read(environment)
    engine = _engine(settings, "work")
    reads = _unit_of_work(settings, _reader(settings, "work"))

    def keep(row: PrincipalRow) -> None:
        with refusing_when_away(), engine.begin() as connection:
            PrincipalsTable(connection).keep(row)

    index = _search_engine(settings, reads)
    index_documents = IndexDocuments(index=index, unit_of_work=reads)
    building = _engine(settings, "index", pool=3, statement_seconds=REBUILD_SECONDS)
    record = _unit_of_work(settings, engine)
    notices = Notices(settings.service.database_url)
    told = notices.bell(CHANNEL)
    match = MatchSavedSearches(unit_of_work=record, clock=_CLOCK)
    run_work(
        settings.service,
        engine,
        kept=RETENTION,
        service_versions=VERSIONS,
        consumptions=consumptions(
            keep, index_documents, match, access_events(record), PutOffMail(unit_of_work=record)
        ),
        parts={
            **partners_parts(record, settings.partners),
            **attachments_parts(record, environment, told),
            **gap_parts(record),
            **index_parts(index, _unit_of_work(settings, building), settings.reconcile_seconds),
            **editing_parts(record, reads, engine, notices),
            **reading_parts(_unit_of_work(settings, engine)),
            **access_parts(record),
            **formats_parts(record),
        },
        notices=notices,
    )


def migrate(environment: Settings) -> None:
    """Upgrade the database and create the stream."""
    run_migrate(environment, "content", service_versions=VERSIONS, streams=[STREAM])


def republish(environment: Settings) -> None:
    """Tell everyone again."""
    settings = ContentSettings.read(environment)
    engine = _engine(settings, "republish")
    RepublishDocuments(unit_of_work=_unit_of_work(settings, engine))()


def rebuild(environment: Settings) -> None:
    """Build the search engine's indexes anew from the record."""
    settings = ContentSettings.read(environment)
    engine = _engine(settings, "rebuild", statement_seconds=REBUILD_SECONDS)
    record = _unit_of_work(settings, engine)
    index = _search_engine(settings, record)
    count = when_alone(RebuildIndex(index=index, unit_of_work=record, clock=_CLOCK))
    logger().info("indexes rebuilt", documents=count)


def reconcile(environment: Settings) -> None:
    """Compare the search engine's indexes with the record, and mend them.

    Raises:
        SystemExit: they differed by more than lost events explain.
    """
    settings = ContentSettings.read(environment)
    engine = _engine(settings, "reconcile", statement_seconds=REBUILD_SECONDS)
    record = _unit_of_work(settings, engine)
    if told(reconcile_index(_search_engine(settings, record), record)()).alarming:
        raise SystemExit(DIFFERED)
