"""Keeping a search."""

from dataclasses import replace

import pytest

from chassis.errors import IdempotencyKeyReused, Invalid
from kernel.idempotency import RequestKey
from services.content.domain.saved_search import MOST_SAVED, TooManySavedSearches
from services.content.domain.search import Query
from services.content.usecases.save_search import SaveSearch
from tests.fakes.content import READER, key
from tests.fakes.content_saved import saved_search
from tests.fakes.plumbing import FreshIds


@pytest.fixture
def save(unit_of_work, clock):
    use_case = SaveSearch(unit_of_work=unit_of_work, clock=clock, ids=FreshIds())

    def call(who=READER, query=None, key_: RequestKey | None = None):
        return use_case(who, name="Vans", query=query or Query(text="vans"), key=key_ or key())

    return call


def test_a_search_is_kept_for_its_owner_and_counted_without_its_words(save, stores) -> None:
    saved = save()
    assert [saved] == list(stores.saved_searches.of("reader"))
    assert ("reader", 1) == (saved.owner, saved.version)
    (used,) = stores.outbox.events
    assert ("content.saved-search", "") == (used.metric, used.detail)


def test_the_same_key_gives_the_same_and_keeps_one(save, stores) -> None:
    assert save() == save()
    assert 1 == len(stores.saved_searches.kept)
    with pytest.raises(IdempotencyKeyReused):
        save(key_=key(body=b"2" * 32))


def test_one_has_fifty_and_no_more(save, stores) -> None:
    for _ in range(MOST_SAVED):
        stores.saved_searches.add(saved_search())
    with pytest.raises(TooManySavedSearches):
        save()
    assert save(who=replace(READER, subject="other"))


def test_a_search_for_nothing_is_not_kept(save, stores) -> None:
    with pytest.raises(Invalid):
        save(query=Query(text="  "))
    assert not stores.saved_searches.kept
    assert save(query=Query(tags=frozenset({"vans"})))
