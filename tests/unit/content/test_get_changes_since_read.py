"""What changed since one read a document."""

from dataclasses import replace

import pytest

from kernel.tiers import Tier
from services.content.domain.errors import DocumentNotFound
from services.content.domain.reading import ReadingNotFound
from services.content.usecases.get_changes_since_read import GetChangesSinceRead
from tests.fakes.content import AMBER, READER, VERIFIED, published
from tests.ports.content_draft_stores import RED
from tests.ports.content_reading_stores import changed, reading


@pytest.fixture
def get(unit_of_work, red_reads):
    return GetChangesSinceRead(unit_of_work=unit_of_work, red_reads=red_reads)


def test_it_compares_with_what_was_read_and_with_what_readers_see(get, stores) -> None:
    stores.documents.add(document := published())
    stores.readings.keep("reader", reading(document))
    given = {"title": "Vans", "tags": ("kerbs",), "teaser": "More.", "sectors": frozenset()}
    stores.documents.save(after := changed(document, **given))
    found, read, differences = get(READER, document_id=document.document_id)
    assert (after, reading(document)) == (found, read)
    assert ["title", "sectors", "tags"] == [each.field for each in differences]


def test_a_version_that_one_may_not_read_any_more_is_not_shown(get, stores) -> None:
    """It was opened, its past was not, and its reader is no longer verified."""
    stores.documents.add(document := published(marking=AMBER))
    stores.readings.keep("verified", reading(document))
    stores.documents.save(changed(document, title="Open now"))
    demoted = replace(VERIFIED, tier=Tier.REGISTERED)
    assert get(demoted, document_id=document.document_id)[2] is None
    assert get(VERIFIED, document_id=document.document_id)[2] is not None


def test_what_was_not_read_has_no_changes_and_what_is_hidden_is_not_there(get, stores) -> None:
    stores.documents.add(document := published())
    stores.documents.add(hidden := published(marking=AMBER))
    stores.readings.keep("reader", reading(hidden))
    with pytest.raises(ReadingNotFound):
        get(READER, document_id=document.document_id)
    for each in (hidden, published()):
        with pytest.raises(DocumentNotFound):
            get(READER, document_id=each.document_id)


def test_reading_both_versions_of_what_is_tlp_red_goes_on_record(get, stores) -> None:
    stores.documents.add(document := published(marking=RED))
    stores.readings.keep("verified", reading(document))
    stores.documents.save(changed(document, marking=RED))
    get(VERIFIED, document_id=document.document_id)
    assert 2 == len(stores.audit.rows)
