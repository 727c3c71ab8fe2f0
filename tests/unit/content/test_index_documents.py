"""The index follows the record."""

import pytest

from services.content.domain.errors import SearchUnavailable
from services.content.usecases.index_documents import IndexDocuments
from tests.fakes.content import AMBER, NOON, MemoryIndex, published
from tests.fakes.content_attachments import attachment
from tests.fakes.plumbing import FreshIds


def test_what_is_indexed_is_what_the_record_says_now(unit_of_work, stores) -> None:
    index = MemoryIndex()
    keep = IndexDocuments(index=index, unit_of_work=unit_of_work)
    first, other = published(), published()
    second = first.revise(published(marking=AMBER).content, by="editor", at=NOON)
    for each in (second, other):
        stores.documents.add(each)
    keep([first.document_id, other.document_id, first.document_id])
    assert {first.document_id: second, other.document_id: other} == index.kept
    assert 1 == index.times
    keep([FreshIds().new()])
    assert (2, 1) == (len(index.kept), index.times)


def test_an_engine_that_is_away_is_said_so_that_the_event_comes_again(unit_of_work, stores) -> None:
    stores.documents.add(document := published())
    keep = IndexDocuments(index=MemoryIndex(away=True), unit_of_work=unit_of_work)
    with pytest.raises(SearchUnavailable):
        keep([document.document_id])


def test_the_index_holds_what_standing_attachments_say(unit_of_work, stores) -> None:
    index = MemoryIndex()
    keep = IndexDocuments(index=index, unit_of_work=unit_of_work)
    stores.documents.add(document := published())
    file = attachment(document_id=document.document_id, has_text=True)
    stores.attachments.add(file)
    stores.attachments.save(file, text="evacuation routes")
    keep([document.document_id])
    assert ("evacuation routes",) == index.kept[document.document_id].attached
    stores.attachments.save(file.removed(by="editor", at=NOON))
    keep([document.document_id])
    assert () == index.kept[document.document_id].attached


def test_an_attachment_that_comes_while_a_document_is_indexed_is_not_missed(
    unit_of_work, stores
) -> None:
    """It is no new version of the document: whoever indexes last must have read last."""
    stores.documents.add(document := published())
    file = attachment(document_id=document.document_id, has_text=True)

    class Slow(MemoryIndex):
        def keep(self, *documents) -> None:
            super().keep(*documents)
            if not stores.attachments.kept:
                stores.attachments.add(file)
                stores.attachments.save(file, text="late")

    index = Slow()
    IndexDocuments(index=index, unit_of_work=unit_of_work)([document.document_id])
    assert ("late",) == index.kept[document.document_id].attached
