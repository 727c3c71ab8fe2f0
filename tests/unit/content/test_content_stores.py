"""The in-memory stores pass the suites of the real ones."""

import pytest

from tests.fakes.content import MemoryDocuments, MemorySearch
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


class TestMemoryDocuments(DocumentsStoreSuite):
    """On memory."""


class TestMemorySearch(SearchSuite):
    """On memory."""

    @pytest.fixture
    def looked_into(self):
        return lambda *documents: MemorySearch(
            MemoryDocuments({each.document_id: each for each in documents})
        )


class TestMemoryAttachments(AttachmentsStoreSuite):
    """On memory."""


class TestMemoryPartnerLinks(PartnerLinksStoreSuite):
    """On memory."""


class TestMemoryCatalogues(CataloguesStoreSuite):
    """On memory."""


class TestMemorySynonyms(SynonymsStoreSuite):
    """On memory."""


class TestMemoryDrafts(DraftsStoreSuite):
    """On memory."""


class TestMemorySavedSearches(SavedSearchesStoreSuite):
    """On memory."""


class TestMemoryGaps(GapsStoreSuite):
    """On memory."""


class TestMemoryMailOrders(MailOrdersStoreSuite):
    """On memory."""


class TestMemoryFeeds(FeedsStoreSuite):
    """On memory."""


class TestMemoryReadings(ReadingsStoreSuite):
    """On memory."""


class TestMemoryFormatRequests(FormatRequestsStoreSuite):
    """On memory."""


class TestMemoryReceipts(ReceiptsStoreSuite):
    """On memory."""

    @pytest.fixture
    def know(self, unit_of_work):
        return lambda *people: unit_of_work.stores.readers.known.update(
            {each.subject: each for each in people}
        )


class TestMemoryRemarks(RemarksStoreSuite):
    """On memory."""


class TestMemoryAccess(AccessStoreSuite):
    """On memory."""

    def know(self, tx, who):
        tx.readers.known[who.subject] = who
