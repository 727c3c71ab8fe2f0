"""A search that somebody keeps, and what matches it."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from uuid import UUID

from chassis.errors import Exhausted, NotFound, Violation
from services.content.domain.document import Document
from services.content.domain.search import Query

MOST_SAVED: Final = 50
MOST_MATCHES: Final = 200
"""Of one saved search: of more the oldest go."""
MOST_MATCHES_LISTED: Final = 50
MOST_UNSEEN: Final = 500
"""Of somebody's: the latest are looked at, and the rest not counted."""
LONGEST_NAME: Final = 80


class SavedSearchNotFound(NotFound):
    """There is no such saved search of the caller's."""

    reason = "SAVED_SEARCH_NOT_FOUND"


class TooManySavedSearches(Exhausted):
    """The caller has as many as one may have."""

    reason = "TOO_MANY_SAVED_SEARCHES"


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedSearch:
    """A search as its owner keeps it."""

    saved_search_id: UUID
    version: int
    owner: str
    name: str
    query: Query
    saved_at: datetime

    def changed(self, *, name: str, query: Query) -> "SavedSearch":
        """Return the next version."""
        return replace(self, version=self.version + 1, name=name, query=query)


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A document that matches a saved search."""

    document_id: UUID
    matched_at: datetime
    seen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownMatch:
    """A match, with the document as its owner may read it now."""

    document: Document
    match: Match


def criteria_violations(query: Query) -> list[Violation]:
    """Return what is wrong with what is to be kept: it must look for something."""
    if query.text.strip() or query.narrowed or query.language:
        return []
    return [Violation("criteria", "must have a text or a filter")]
