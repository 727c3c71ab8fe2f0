"""Listing one's saved searches."""

from services.content.usecases.list_saved_searches import ListSavedSearches
from tests.fakes.content import AMBER, NOON, READER, content, published
from tests.fakes.content_saved import saved_search


def test_new_matches_are_counted_of_what_one_may_read_now(stores, unit_of_work) -> None:
    listed = ListSavedSearches(unit_of_work=unit_of_work)
    saved, foreign = saved_search(), saved_search("other")
    documents = [published(), published()]
    for each in (saved, foreign):
        stores.saved_searches.add(each)
        for document in documents:
            stores.documents.kept[document.document_id] = document
            stores.saved_searches.match(each.saved_search_id, document.document_id, at=NOON)
    assert [(saved, 2)] == list(listed(READER))
    raised = documents[0].revise(content(marking=AMBER), by="editor", at=NOON)
    stores.documents.save(raised)
    assert [(saved, 1)] == list(listed(READER))
    stores.saved_searches.see(saved.saved_search_id)
    assert [(saved, 0)] == list(listed(READER))
