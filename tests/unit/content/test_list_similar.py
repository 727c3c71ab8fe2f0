"""Documents like one."""

import pytest

from kernel.ports import SystemClock
from services.content.domain.errors import DocumentNotFound
from services.content.domain.similarity import telling_terms
from services.content.usecases.list_similar import ListSimilar
from tests.fakes.content import AMBER, NOON, READER, VERIFIED, MemorySearch, content, published

ABOUT_VANS = {"title": "Vans and kerbs", "summary": "Kerbs", "body": "Kerbs and bollards."}


@pytest.fixture
def engine(stores) -> MemorySearch:
    return MemorySearch(stores.documents)


@pytest.fixture
def similar(engine, unit_of_work):
    use_case = ListSimilar(engine=engine, unit_of_work=unit_of_work, clock=SystemClock())
    return lambda who, document: use_case(who, document_id=document.document_id)


@pytest.mark.parametrize("away", [False, True])
def test_what_says_the_same_is_listed_to_those_who_may_read_it(
    similar, engine, stores, away
) -> None:
    engine.away = away
    read, near = published(**ABOUT_VANS), published(**ABOUT_VANS)
    hidden = published(**ABOUT_VANS, marking=AMBER)
    far = published(title="Phones", summary="Calls", body="Write the words down.")
    welsh = published(**ABOUT_VANS, language="cy", translation_of=read.document_id)
    twin = published(**ABOUT_VANS, translation_of=read.document_id)
    for each in (read, near, hidden, far, welsh, twin):
        stores.documents.add(each)
    assert [near] == list(similar(READER, read))
    assert {near.document_id, hidden.document_id} == {
        each.document_id for each in similar(VERIFIED, read)
    }


def test_one_that_the_caller_may_not_know_of_is_not_found(similar, stores) -> None:
    stores.documents.add(hidden := published(**ABOUT_VANS, marking=AMBER))
    for document in (hidden, published()):
        with pytest.raises(DocumentNotFound):
            similar(READER, document)


def test_what_rose_since_it_was_indexed_is_not_listed(unit_of_work, stores) -> None:
    read, old = published(**ABOUT_VANS), published(**ABOUT_VANS)
    behind = MemorySearch(type(stores.documents)({old.document_id: old}))
    stores.documents.add(read)
    stores.documents.add(old.revise(content(**ABOUT_VANS, marking=AMBER), by="e", at=NOON))
    similar = ListSimilar(engine=behind, unit_of_work=unit_of_work, clock=SystemClock())
    assert [] == list(similar(READER, document_id=read.document_id))


def test_a_document_is_told_by_its_own_words() -> None:
    terms = telling_terms(content(**ABOUT_VANS, tags=("Ramps",)))
    assert ("kerbs", "vans", "ramps", "bollards") == terms
    assert () == telling_terms(content(title="2026", summary="With this", body="And from 12345"))
