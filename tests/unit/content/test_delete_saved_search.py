"""Deleting a saved search."""

import pytest

from chassis.errors import StaleVersion
from services.content.domain.saved_search import SavedSearchNotFound
from services.content.usecases.delete_saved_search import DeleteSavedSearch
from tests.fakes.content import READER, VERIFIED
from tests.fakes.content_saved import saved_search


def test_its_owner_alone_deletes_it_at_the_version_that_was_read(stores, unit_of_work) -> None:
    delete = DeleteSavedSearch(unit_of_work=unit_of_work)
    stores.saved_searches.add(saved := saved_search())
    of_it = saved.saved_search_id
    with pytest.raises(SavedSearchNotFound):
        delete(VERIFIED, saved_search_id=of_it, expected_version=1)
    with pytest.raises(StaleVersion):
        delete(READER, saved_search_id=of_it, expected_version=2)
    delete(READER, saved_search_id=of_it, expected_version=1)
    assert not stores.saved_searches.kept
    with pytest.raises(SavedSearchNotFound):
        delete(READER, saved_search_id=of_it, expected_version=1)
