"""What matches a saved search, as its owner sees it."""

import pytest

from services.content.domain.saved_search import SavedSearchNotFound
from services.content.usecases.list_saved_search_matches import ListSavedSearchMatches
from tests.fakes.content import AMBER, NOON, READER, VERIFIED, content, published
from tests.fakes.content_saved import saved_search


def test_a_match_vanishes_when_its_marking_rises_or_it_is_withdrawn(
    stores, unit_of_work, red_reads
) -> None:
    listed = ListSavedSearchMatches(unit_of_work=unit_of_work, red_reads=red_reads)
    stores.saved_searches.add(saved := saved_search())
    of_it = saved.saved_search_id
    documents = [published(), published(), published()]
    for each in documents:
        stores.documents.add(each)
        stores.saved_searches.match(of_it, each.document_id, at=NOON)

    def seen_by(who) -> set[object]:
        _, found = listed(who, saved_search_id=of_it)
        return {each.document.document_id for each in found}

    assert {each.document_id for each in documents} == seen_by(READER)
    stores.documents.save(documents[0].revise(content(marking=AMBER), by="e", at=NOON))
    stores.documents.save(documents[1].withdraw(by="e", at=NOON))
    assert {documents[2].document_id} == seen_by(READER)
    with pytest.raises(SavedSearchNotFound):
        seen_by(VERIFIED)
