"""Saved searches for tests."""

from typing import Any
from uuid import uuid4

from services.content.domain.saved_search import SavedSearch
from services.content.domain.search import Query
from tests.fakes.content import NOON


def saved_search(owner: str = "reader", text: str = "vehicles", **given: Any) -> SavedSearch:
    """A saved search, of some words unless said otherwise."""
    return SavedSearch(
        **{
            "saved_search_id": uuid4(),
            "version": 1,
            "owner": owner,
            "name": "Vans",
            "query": Query(text=text),
            "saved_at": NOON,
        }
        | given
    )
