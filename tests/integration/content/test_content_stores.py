"""PostgreSQL passes the suites that the fakes pass."""

from dataclasses import replace

import pytest
from sqlalchemy import text

from chassis.postgres.engine import open_engine
from chassis.postgres.principals import PrincipalsTable
from chassis.principals import PrincipalRow
from chassis.pseudonyms import Pseudonyms
from kernel.ports import RandomIds, SystemClock
from kernel.standing import Standing
from services.content.outbound.postgres.documents_store import PostgresDocuments
from services.content.outbound.postgres.full_text import PostgresFullText
from services.content.outbound.postgres.unit_of_work import unit_of_work as open_unit_of_work
from tests.fakes.plumbing import a_row
from tests.ports.attachments_store import AttachmentsStoreSuite
from tests.ports.content_access_store import AccessStoreSuite
from tests.ports.content_draft_stores import DraftsStoreSuite
from tests.ports.content_feeds_store import FeedsStoreSuite
from tests.ports.content_formats_store import FormatRequestsStoreSuite
from tests.ports.content_partner_stores import CataloguesStoreSuite, PartnerLinksStoreSuite
from tests.ports.content_reading_stores import ReadingsStoreSuite, RemarksStoreSuite
from tests.ports.content_receipts_store import ReceiptsStoreSuite
from tests.ports.content_saved_searches_store import (
    GapsStoreSuite,
    MailOrdersStoreSuite,
    SavedSearchesStoreSuite,
)
from tests.ports.content_search import SearchSuite
from tests.ports.content_stores import DocumentsStoreSuite
from tests.ports.content_synonyms_store import SynonymsStoreSuite


@pytest.fixture(scope="module")
def engine(new_database):
    engine = open_engine(new_database("content").app_url, process="test", pool=3)
    yield engine
    engine.dispose()


@pytest.fixture
def empty(engine):
    with engine.begin() as connection:
        for table in (
            *("documents", "document_versions", "document_drafts"),
            *("partner_links", "catalogues", "synonyms", "attachments"),
            *("saved_searches", "gap_sightings", "gap_texts", "remarks"),
            *("access_requests", "principals"),
            *("feed_links", "readings", "readings_off"),
            *("format_requests", "saved_search_mails"),
            *("receipts", "receipt_reminders", "principals"),
        ):
            connection.execute(text(f"DELETE FROM {table}"))  # noqa: S608 - names of ours


@pytest.fixture
def unit_of_work(engine, empty):
    return open_unit_of_work(
        engine, clock=SystemClock(), ids=RandomIds(), pseudonyms=Pseudonyms(b"k")
    )


class TestPostgresDocuments(DocumentsStoreSuite):
    """On PostgreSQL."""


class TestPostgresFullText(SearchSuite):
    """On PostgreSQL."""

    @pytest.fixture
    def looked_into(self, engine, empty):
        connection = engine.execution_options(isolation_level="AUTOCOMMIT").connect()

        def fill(*documents):
            connection.execute(text("DELETE FROM documents"))
            connection.execute(text("DELETE FROM document_versions"))
            for each in documents:
                PostgresDocuments(connection).add(each)
            return PostgresFullText(connection)

        yield fill
        connection.close()


class TestPostgresAttachments(AttachmentsStoreSuite):
    """On PostgreSQL."""


class TestPostgresPartnerLinks(PartnerLinksStoreSuite):
    """On PostgreSQL."""


class TestPostgresCatalogues(CataloguesStoreSuite):
    """On PostgreSQL."""


class TestPostgresMailOrders(MailOrdersStoreSuite):
    """On PostgreSQL."""


class TestPostgresFeeds(FeedsStoreSuite):
    """On PostgreSQL."""


class TestPostgresReadings(ReadingsStoreSuite):
    """On PostgreSQL."""


class TestPostgresFormatRequests(FormatRequestsStoreSuite):
    """On PostgreSQL."""


class TestPostgresReceipts(ReceiptsStoreSuite):
    """On PostgreSQL."""

    @pytest.fixture
    def know(self, engine):
        def keep(*people):
            with engine.begin() as connection:
                for each in people:
                    PrincipalsTable(connection).keep(row_of(each))
                suspended = replace(people[0], subject="suspended")
                row = replace(row_of(suspended), standing=Standing.SUSPENDED)
                PrincipalsTable(connection).keep(row)

        return keep


def row_of(person):
    return PrincipalRow(
        subject=person.subject,
        tier=person.tier,
        roles=person.roles,
        regions=person.regions,
        sectors=person.sectors,
        closed_groups=person.closed_groups,
        organisation_id=person.organisation_id,
        standing=Standing.ACTIVE,
        valid_after=None,
        rights_version=1,
    )


class TestPostgresRemarks(RemarksStoreSuite):
    """On PostgreSQL."""


class TestPostgresSynonyms(SynonymsStoreSuite):
    """On PostgreSQL."""


def test_one_transaction_at_a_time_builds(unit_of_work) -> None:
    with unit_of_work() as first:
        assert first.synonyms.builds_alone()
        with unit_of_work() as second:
            assert not second.synonyms.builds_alone()
    with unit_of_work() as third:
        assert third.synonyms.builds_alone()


class TestPostgresDrafts(DraftsStoreSuite):
    """On PostgreSQL."""


class TestPostgresSavedSearches(SavedSearchesStoreSuite):
    """On PostgreSQL."""


class TestPostgresGaps(GapsStoreSuite):
    """On PostgreSQL."""


class TestPostgresAccess(AccessStoreSuite):
    """On PostgreSQL."""

    def know(self, tx, who):
        row = a_row(who.subject, tier=who.tier, roles=who.roles)
        PrincipalsTable(tx.access.connection).keep(row)
