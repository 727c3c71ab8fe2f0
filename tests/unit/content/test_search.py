"""Finding documents."""

import pytest

from kernel.principals import ANONYMOUS, Principal
from kernel.tiers import Tier
from services.content.domain.compartments import Compartment
from services.content.domain.search import Query
from services.content.usecases.search import Search
from tests.fakes.content import AMBER, NOON, READER, VERIFIED, MemorySearch, published


@pytest.fixture
def engine(stores) -> MemorySearch:
    return MemorySearch(stores.documents)


@pytest.fixture
def search(engine, unit_of_work) -> Search:
    return Search(engine=engine, unit_of_work=unit_of_work)


def _ids(results) -> list[object]:
    return [document.document_id for document, _ in results.documents]


def test_only_the_compartments_of_the_caller_are_looked_into(search, engine, stores) -> None:
    stores.documents.add(open_one := published())
    stores.documents.add(secret := published(marking=AMBER))
    query = Query(text="vehicle")
    assert [open_one.document_id] == _ids(search(ANONYMOUS, query=query, size=10, offset=0))
    assert {open_one.document_id, secret.document_id} == set(
        _ids(search(VERIFIED, query=query, size=10, offset=0))
    )
    member = Principal(subject="m", tier=Tier.REGISTERED, closed_groups=frozenset({"ports"}))
    search(member, query=query, size=10, offset=0)
    assert [
        (Compartment(Tier.PUBLIC),),
        (Compartment(Tier.PUBLIC), Compartment(Tier.REGISTERED), Compartment(Tier.VERIFIED)),
        (
            Compartment(Tier.PUBLIC),
            Compartment(Tier.REGISTERED),
            Compartment(Tier.PUBLIC, "ports"),
            Compartment(Tier.REGISTERED, "ports"),
        ),
    ] == engine.asked


def test_what_became_secret_or_went_does_not_leave_though_the_index_is_behind(
    engine, unit_of_work, stores
) -> None:
    old, stale = published(), published()
    behind = MemorySearch(type(stores.documents)({each.document_id: each for each in (old, stale)}))
    search = Search(engine=behind, unit_of_work=unit_of_work)
    stores.documents.add(old.revise(published(marking=AMBER).content, by="editor", at=NOON))
    results = search(READER, query=Query(text="vehicles"), size=10, offset=0)
    assert ([], 2) == (list(results.documents), results.found.total)
    assert [old.document_id] == _ids(
        search(VERIFIED, query=Query(text="vehicles"), size=10, offset=0)
    )


def test_when_the_engine_is_away_the_record_answers_and_says_so(search, engine, stores) -> None:
    stores.documents.add(open_one := published())
    stores.documents.add(published(marking=AMBER))
    assert not search(READER, query=Query(text="bollards"), size=10, offset=0).degraded
    engine.away = True
    results = search(READER, query=Query(text="bollards"), size=10, offset=0)
    assert (True, [open_one.document_id]) == (results.degraded, _ids(results))
    assert [(Compartment(Tier.PUBLIC), Compartment(Tier.REGISTERED))] == stores.full_text.asked
