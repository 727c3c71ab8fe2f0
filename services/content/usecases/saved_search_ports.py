"""What saved searches need."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from kernel.principals import Principal
from services.content.domain.document import Document
from services.content.domain.saved_search import Match, SavedSearch
from services.content.domain.saved_search_mail import MailOrder
from services.content.domain.search import Query


class SavedSearches(Protocol):
    """Saved searches and their matches, on one transaction."""

    def add(self, saved: SavedSearch) -> None:
        """Keep a new one."""
        ...

    def get(self, saved_search_id: UUID, *, owner: str, lock: bool = False) -> SavedSearch:
        """Return one of its owner's.

        Raises:
            SavedSearchNotFound: there is none of theirs.
        """
        ...

    def save(self, saved: SavedSearch) -> None:
        """Keep the next version.

        Raises:
            StaleVersion: another version came first.
        """
        ...

    def remove(self, saved_search_id: UUID) -> None:
        """Forget one and its matches."""
        ...

    def of(self, owner: str) -> Sequence[SavedSearch]:
        """Return somebody's, by name."""
        ...

    def everyone(self, document: Document) -> Iterator[SavedSearch]:
        """Return all whose filters a document passes, in an order that stays."""
        ...

    def says(self, document: Document, query: Query) -> bool:
        """Tell whether the words of a document match a search, as the record's own search does."""
        ...

    def match(self, saved_search_id: UUID, document_id: UUID, *, at: datetime) -> bool:
        """Keep a match, and of too many the latest; return False for one that is there."""
        ...

    def matches(self, saved_search_id: UUID) -> Sequence[Match]:
        """Return its matches, the latest first."""
        ...

    def unseen(self, owner: str) -> Mapping[UUID, Sequence[UUID]]:
        """Return the latest 500 that somebody has not seen yet, by saved search."""
        ...

    def see(self, saved_search_id: UUID) -> None:
        """Note that its matches are seen."""
        ...

    def forget(self, owner: str) -> int:
        """Delete everything of somebody's; return how many rows."""
        ...


class Readers(Protocol):
    """People as our own copy of their rights knows them."""

    def find(self, subject: str, *, since: datetime | None = None) -> Principal | None:
        """Return somebody; None for an account that may not be used.

        `since` is when they were last known to be there: None too if they signed out everywhere
        after that.
        """
        ...


class MailOrders(Protocol):
    """Who is to be mailed of matches, on one transaction."""

    def of(self, subject: str, *, lock: bool = False) -> MailOrder | None:
        """Return what somebody chose; None for who chose no mails."""
        ...

    def keep(self, order: MailOrder) -> None:
        """Keep what somebody chose, or what became of it."""
        ...

    def next_due(self, now: datetime) -> MailOrder | None:
        """Return the one that is due first by then, locked, leaving those that others hold."""
        ...

    def end(self, token: str) -> str | None:
        """Forget the one with a token; return whose it was."""
        ...

    def forget(self, subject: str) -> int:
        """Forget what somebody chose; return how many rows."""
        ...
