"""Finding documents."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from chassis.errors import Refusal
from kernel.principals import ANONYMOUS, Principal
from kernel.tiers import Tier
from services.content.domain.compartments import Compartment
from services.content.domain.cursor import GOOD_FOR, CursorRefused, SearchMustRestart
from services.content.domain.search import Query
from services.content.outbound.cursors import SignedCursors
from services.content.usecases.search import Search
from tests.fakes.content import AMBER, NOON, READER, VERIFIED, MemorySearch, published
from tests.fakes.plumbing import SetClock


@pytest.fixture
def engine(stores) -> MemorySearch:
    return MemorySearch(stores.documents)


@pytest.fixture
def search(engine, unit_of_work) -> Search:
    return _search(engine, unit_of_work)


def _unnoted(*_: object) -> None:
    """What is looked for in vain is another test's matter."""


def _search(engine, unit_of_work, clock=None) -> Search:
    cursors = SignedCursors(b"k" * 32)
    clock = clock or SetClock(NOON)
    return Search(
        engine=engine, unit_of_work=unit_of_work, cursors=cursors, clock=clock, note_gap=_unnoted
    )


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
    search = _search(behind, unit_of_work)
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


@pytest.fixture
def clock() -> SetClock:
    return SetClock(NOON)


@pytest.fixture
def many(stores) -> list[object]:
    """Five that anyone may read, and five for verified people, each an hour newer."""
    for hour in range(5):
        stores.documents.add(published(at=NOON + timedelta(hours=hour)))
        stores.documents.add(published(marking=AMBER, at=NOON + timedelta(hours=hour)))
    return list(stores.documents.kept)


QUERY = Query(text="vehicles")


def _pages(search, who, first) -> list[object]:
    seen, page = _ids(first), first
    while page.following:
        page = search(who, query=QUERY, size=2, token=page.following)
        seen += _ids(page)
    return seen


@pytest.mark.parametrize("away", [False, True])
def test_pages_lead_through_all_of_it_once(engine, unit_of_work, many, away) -> None:
    engine.away = away
    search = _search(engine, unit_of_work)
    whole = _ids(search(VERIFIED, query=QUERY, size=50))
    assert (10, set(many)) == (len(whole), set(whole))
    assert whole == _pages(search, VERIFIED, search(VERIFIED, query=QUERY, size=2))
    assert whole[4:] == _pages(search, VERIFIED, search(VERIFIED, query=QUERY, size=2, offset=4))


OTHERS = {
    "anonymous": ANONYMOUS,
    "another person": replace(VERIFIED, subject="other"),
    "their own lower tier": replace(VERIFIED, tier=Tier.REGISTERED),
    "a higher tier": replace(VERIFIED, tier=Tier.TRUSTED),
    "another group": replace(VERIFIED, closed_groups=frozenset({"ports"})),
}


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize("who", OTHERS)
def test_a_cursor_of_another_caller_or_tier_is_refused(search, who) -> None:
    token = search(VERIFIED, query=QUERY, size=2).following
    with pytest.raises(CursorRefused):
        search(OTHERS[who], query=QUERY, size=2, token=token)


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize(
    ("query", "size"),
    [
        (Query(text="vehicle"), 2),
        (replace(QUERY, sectors=frozenset({"retail"})), 2),
        (replace(QUERY, regions=frozenset({"LON"})), 2),
        (replace(QUERY, language="cy"), 2),
        (replace(QUERY, tags=frozenset({"vans"})), 2),
        (replace(QUERY, since=date(2026, 1, 1)), 2),
        (replace(QUERY, until=date(2026, 1, 1)), 2),
        (QUERY, 3),
    ],
)
def test_a_cursor_of_another_search_is_refused(search, query, size) -> None:
    token = search(VERIFIED, query=QUERY, size=2).following
    with pytest.raises(CursorRefused):
        search(VERIFIED, query=query, size=size, token=token)


@pytest.mark.usefixtures("many")
def test_a_cursor_that_is_spoiled_or_of_another_key_is_refused(
    search, engine, unit_of_work
) -> None:
    token = search(VERIFIED, query=QUERY, size=2).following
    other = replace(search, cursors=SignedCursors(b"o" * 32))
    forged = other(VERIFIED, query=QUERY, size=2).following
    spoiled = [token[:-1], token + "A", "A" + token[1:], "x", "é", "!", forged, token.swapcase()]
    for each in spoiled:
        with pytest.raises(CursorRefused):
            search(VERIFIED, query=QUERY, size=2, token=each)


@pytest.mark.usefixtures("many")
def test_a_cursor_is_good_for_a_while(engine, unit_of_work, clock) -> None:
    search = _search(engine, unit_of_work, clock)
    token = search(VERIFIED, query=QUERY, size=2).following
    clock.moment = NOON + GOOD_FOR - timedelta(seconds=1)
    assert _ids(search(VERIFIED, query=QUERY, size=2, token=token))
    clock.moment = NOON + GOOD_FOR
    with pytest.raises(SearchMustRestart):
        search(VERIFIED, query=QUERY, size=2, token=token)


@pytest.mark.usefixtures("many")
def test_when_the_engine_goes_between_two_pages_the_search_says_so(search, engine) -> None:
    token = search(VERIFIED, query=QUERY, size=2).following
    engine.away = True
    with pytest.raises(SearchMustRestart) as refused:
        search(VERIFIED, query=QUERY, size=2, token=token)
    assert isinstance(refused.value, Refusal)
    of_record = search(VERIFIED, query=QUERY, size=2).following
    engine.away = False
    assert search(VERIFIED, query=QUERY, size=2, token=of_record).degraded


def test_what_rose_between_two_pages_does_not_leave(search, engine, stores, many) -> None:
    open_ones = [each for each in stores.documents.kept.values() if each.content.marking != AMBER]
    first = search(READER, query=QUERY, size=2)
    for each in open_ones:
        raised = each.revise(published(marking=AMBER).content, by="editor", at=NOON)
        stores.documents.kept[each.document_id] = raised
    engine.documents = type(stores.documents)({each.document_id: each for each in open_ones})
    assert [] == _ids(search(READER, query=QUERY, size=2, token=first.following))
