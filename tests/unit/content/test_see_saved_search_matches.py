"""Counting matches as seen."""

import pytest

from services.content.domain.saved_search import SavedSearchNotFound
from services.content.usecases.see_saved_search_matches import SeeSavedSearchMatches
from tests.fakes.content import NOON, READER, VERIFIED, published
from tests.fakes.content_saved import saved_search


def test_its_owner_alone_has_seen_its_matches(stores, unit_of_work) -> None:
    see = SeeSavedSearchMatches(unit_of_work=unit_of_work)
    stores.saved_searches.add(saved := saved_search())
    of_it = saved.saved_search_id
    stores.saved_searches.match(of_it, published().document_id, at=NOON)
    with pytest.raises(SavedSearchNotFound):
        see(VERIFIED, saved_search_id=of_it)
    assert {of_it} == stores.saved_searches.unseen("reader").keys()
    see(READER, saved_search_id=of_it)
    assert {} == stores.saved_searches.unseen("reader")
