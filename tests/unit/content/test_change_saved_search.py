"""Changing a saved search."""

import pytest

from chassis.errors import Invalid, StaleVersion
from services.content.domain.saved_search import SavedSearchNotFound
from services.content.domain.search import Query
from services.content.usecases.change_saved_search import ChangeSavedSearch
from tests.fakes.content import READER, VERIFIED
from tests.fakes.content_saved import saved_search


def test_its_owner_alone_changes_it_at_the_version_that_was_read(stores, unit_of_work) -> None:
    use_case = ChangeSavedSearch(unit_of_work=unit_of_work)
    stores.saved_searches.add(saved := saved_search())
    query = Query(text="drones")

    def change(who=READER, version=1, query=query):
        return use_case(
            who,
            saved_search_id=saved.saved_search_id,
            expected_version=version,
            name="Drones",
            query=query,
        )

    with pytest.raises(SavedSearchNotFound):
        change(who=VERIFIED)
    with pytest.raises(StaleVersion):
        change(version=2)
    with pytest.raises(Invalid):
        change(query=Query())
    assert [saved] == list(stores.saved_searches.of("reader"))
    changed = change()
    assert (2, "Drones", query) == (changed.version, changed.name, changed.query)
    assert [changed] == list(stores.saved_searches.of("reader"))
