"""Reading one document."""

import pytest

from kernel.principals import ANONYMOUS
from services.content.domain.errors import DocumentNotFound
from services.content.usecases.get_document import GetDocument
from tests.fakes.content import AMBER, READER, VERIFIED, published
from tests.fakes.plumbing import FreshIds


def test_what_may_not_be_read_is_not_found_as_what_is_not_there(
    unit_of_work, red_reads, stores
) -> None:
    get = GetDocument(unit_of_work=unit_of_work, red_reads=red_reads)
    stores.documents.add(hidden := published(marking=AMBER))
    assert (hidden, []) == get(VERIFIED, document_id=hidden.document_id)
    said = []
    for document_id in (hidden.document_id, FreshIds().new()):
        with pytest.raises(DocumentNotFound) as refused:
            get(READER, document_id=document_id)
        said.append(str(refused.value))
    assert said[0] == said[1]


def test_a_document_comes_with_the_translations_that_may_be_read(
    unit_of_work, red_reads, stores
) -> None:
    stores.documents.add(original := published())
    welsh = published(language="cy", translation_of=original.document_id)
    secret = published(marking=AMBER, translation_of=original.document_id)
    for each in (welsh, secret, published()):
        stores.documents.add(each)
    get = GetDocument(unit_of_work=unit_of_work, red_reads=red_reads)
    assert (original, [welsh]) == get(ANONYMOUS, document_id=original.document_id)
    assert (welsh, [original]) == get(ANONYMOUS, document_id=welsh.document_id)
    assert [welsh, secret] == list(get(VERIFIED, document_id=original.document_id)[1])
