"""A translation whose original is hidden does not tell that there is one."""

from dataclasses import replace
from uuid import uuid4

from services.content.usecases.get_document import GetDocument
from services.content.usecases.list_documents import ListDocuments
from services.content.usecases.reading import without_hidden_originals
from tests.fakes.content import AMBER, EDITOR, NOON, READER, VERIFIED, published


def test_the_id_of_an_original_is_for_who_may_know_of_it(stores) -> None:
    stores.documents.add(hidden := published(marking=AMBER))
    stores.documents.add(gone := published().withdraw(by="editor", at=NOON))
    stores.documents.add(there := published())
    originals = [hidden.document_id, gone.document_id, there.document_id, uuid4(), None]
    found = [published(language="cy", translation_of=each) for each in originals]

    def told(reader) -> list[bool]:
        shown = without_hidden_originals(stores.documents, reader, found)
        plain = [replace(each, content=found[0].content) for each in found]
        assert plain == [replace(each, content=found[0].content) for each in shown]
        return [each.content.translation_of is not None for each in shown]

    assert [False, False, True, False, False] == told(READER)
    assert [True, False, True, False, False] == told(VERIFIED)
    assert [True, True, True, False, False] == told(EDITOR)


def test_neither_alone_nor_in_a_list_is_a_hidden_original_told(
    unit_of_work, stores, red_reads
) -> None:
    stores.documents.add(hidden := published(marking=AMBER))
    stores.documents.add(welsh := published(language="cy", translation_of=hidden.document_id))
    get = GetDocument(unit_of_work=unit_of_work, red_reads=red_reads)
    listing = ListDocuments(unit_of_work=unit_of_work, red_reads=red_reads)
    for reader, original in ((READER, None), (VERIFIED, hidden.document_id)):
        alone, others = get(reader, document_id=welsh.document_id)
        page, _ = listing(reader, language="cy", after=None, size=10)
        assert [original, original] == [each.content.translation_of for each in (alone, *page)]
        assert [hidden] * (original is not None) == list(others)
