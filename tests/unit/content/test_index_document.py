"""The index follows the record."""

import pytest

from services.content.domain.errors import SearchUnavailable
from services.content.usecases.index_document import IndexDocument
from tests.fakes.content import AMBER, NOON, MemoryIndex, published
from tests.fakes.plumbing import FreshIds


def test_what_is_indexed_is_what_the_record_says_now(unit_of_work, stores) -> None:
    index = MemoryIndex()
    keep = IndexDocument(index=index, unit_of_work=unit_of_work)
    first = published()
    second = first.revise(published(marking=AMBER).content, by="editor", at=NOON)
    stores.documents.add(second)
    keep(document_id=first.document_id)
    assert {first.document_id: second} == index.kept
    keep(document_id=FreshIds().new())
    assert 1 == len(index.kept)


def test_an_engine_that_is_away_is_said_so_that_the_event_comes_again(unit_of_work, stores) -> None:
    stores.documents.add(document := published())
    keep = IndexDocument(index=MemoryIndex(away=True), unit_of_work=unit_of_work)
    with pytest.raises(SearchUnavailable):
        keep(document_id=document.document_id)
