"""Saved searches in PostgreSQL, and what matches them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, Row, any_, cast, delete, func, literal, or_, select, update
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlalchemy.types import Text

from chassis.errors import StaleVersion
from chassis.postgres.principals import PrincipalsTable
from chassis.principals import principal_of_row
from kernel.principals import Principal
from services.content.domain.compartments import compartment_of
from services.content.domain.document import Document, Kind
from services.content.domain.saved_search import (
    MOST_MATCHES,
    MOST_UNSEEN,
    Match,
    SavedSearch,
    SavedSearchNotFound,
)
from services.content.domain.search import Query
from services.content.outbound.postgres.full_text import PostgresFullText
from services.content.outbound.postgres.saved_search_tables import (
    SAVED_SEARCH_MATCHES,
    SAVED_SEARCHES,
)

_S: Final = SAVED_SEARCHES.c
_M: Final = SAVED_SEARCH_MATCHES.c


@dataclass(frozen=True, slots=True)
class PostgresSavedSearches:
    """The saved searches on one transaction."""

    connection: Connection

    def add(self, saved: SavedSearch) -> None:
        """Insert a new one."""
        self.connection.execute(insert(SAVED_SEARCHES).values(_row(saved)))

    def get(self, saved_search_id: UUID, *, owner: str, lock: bool = False) -> SavedSearch:
        """Return one of its owner's.

        Raises:
            SavedSearchNotFound: there is none of theirs.
        """
        query = select(SAVED_SEARCHES).where(
            _S.saved_search_id == saved_search_id, _S.owner == owner
        )
        row = self.connection.execute(query.with_for_update() if lock else query).one_or_none()
        if row is None:
            raise SavedSearchNotFound("There is no such saved search.")
        return _saved(row)

    def save(self, saved: SavedSearch) -> None:
        """Keep the next version.

        Raises:
            StaleVersion: the row is not at the version before it.
        """
        changed = self.connection.execute(
            update(SAVED_SEARCHES)
            .where(_S.saved_search_id == saved.saved_search_id, _S.version == saved.version - 1)
            .values(_row(saved))
        ).rowcount
        if changed != 1:
            raise StaleVersion("The saved search changed meanwhile: read it again.")

    def remove(self, saved_search_id: UUID) -> None:
        """Delete one; its matches go with it."""
        query = delete(SAVED_SEARCHES).where(_S.saved_search_id == saved_search_id)
        self.connection.execute(query)

    def of(self, owner: str) -> Sequence[SavedSearch]:
        """Return somebody's, by name."""
        query = select(SAVED_SEARCHES).where(_S.owner == owner)
        rows = self.connection.execute(query.order_by(_S.name, _S.saved_search_id))
        return [_saved(row) for row in rows]

    def everyone(self, document: Document) -> Iterator[SavedSearch]:
        """Return all whose filters a document passes."""
        content = document.content
        query = select(SAVED_SEARCHES).where(
            _passes(_S.sectors, content.sectors),
            _passes(_S.regions, content.regions),
            or_(
                func.cardinality(_S.kinds) == 0,
                literal(content.kind.name) == any_(_S.kinds),
            ),
            _S.language.in_(["", content.language]),
            _S.tags.op("<@")(cast(list(content.tags), ARRAY(Text))),
        )
        rows = self.connection.execute(query.order_by(_S.saved_search_id)).all()
        return map(_saved, rows)

    def says(self, document: Document, query: Query) -> bool:
        """Tell whether the words of a document match a search, as the record's own search does."""
        home = compartment_of(document.content.marking)
        if home is None:
            return False
        search = PostgresFullText(self.connection)
        return search.says([home], query, document_id=document.document_id)

    def match(self, saved_search_id: UUID, document_id: UUID, *, at: datetime) -> bool:
        """Keep a match, and of too many the latest; return False for one that is there."""
        row = {
            "saved_search_id": saved_search_id,
            "document_id": document_id,
            "matched_at": at,
            "seen": False,
        }
        made = insert(SAVED_SEARCH_MATCHES).values(row).on_conflict_do_nothing()
        if self.connection.execute(made.returning(_M.document_id)).first() is None:
            return False
        latest = (
            select(_M.document_id)
            .where(_M.saved_search_id == saved_search_id)
            .order_by(_M.matched_at.desc(), _M.document_id)
            .limit(MOST_MATCHES)
        )
        old = _M.document_id.not_in(latest)
        self.connection.execute(
            delete(SAVED_SEARCH_MATCHES).where(_M.saved_search_id == saved_search_id, old)
        )
        return True

    def matches(self, saved_search_id: UUID) -> Sequence[Match]:
        """Return its matches, the latest first."""
        query = select(SAVED_SEARCH_MATCHES).where(_M.saved_search_id == saved_search_id)
        rows = self.connection.execute(query.order_by(_M.matched_at.desc(), _M.document_id))
        return [
            Match(document_id=row.document_id, matched_at=row.matched_at, seen=row.seen)
            for row in rows
        ]

    def unseen(self, owner: str) -> Mapping[UUID, Sequence[UUID]]:
        """Return the latest documents that somebody has not seen yet, by saved search."""
        query = (
            select(_M.saved_search_id, _M.document_id)
            .join(SAVED_SEARCHES, _S.saved_search_id == _M.saved_search_id)
            .where(_S.owner == owner, ~_M.seen)
            .order_by(_M.matched_at.desc(), _M.document_id)
            .limit(MOST_UNSEEN)
        )
        found: dict[UUID, list[UUID]] = {}
        for saved_search_id, document_id in self.connection.execute(query):
            found.setdefault(saved_search_id, []).append(document_id)
        return found

    def see(self, saved_search_id: UUID) -> None:
        """Note that its matches are seen."""
        query = update(SAVED_SEARCH_MATCHES).where(_M.saved_search_id == saved_search_id)
        self.connection.execute(query.values(seen=True))

    def forget(self, owner: str) -> int:
        """Delete everything of somebody's; return how many saved searches."""
        query = delete(SAVED_SEARCHES).where(_S.owner == owner)
        return self.connection.execute(query).rowcount


@dataclass(frozen=True, slots=True)
class PostgresReaders:
    """People by the copy of their rights, on one transaction."""

    connection: Connection

    def find(self, subject: str, *, since: datetime | None = None) -> Principal | None:
        """Return somebody; None for an account that may not be used, or not by what is older."""
        row = PrincipalsTable(self.connection).find(subject)
        if row and since and row.valid_after is not None and since < row.valid_after:
            return None
        return principal_of_row(row)


def _passes(wanted: Any, said: frozenset[str]) -> Any:
    """Return that a document is for one of what is wanted, or either is for all."""
    if not said:
        return literal(value=True)
    return or_(func.cardinality(wanted) == 0, wanted.op("&&")(cast(sorted(said), ARRAY(Text))))


def _row(saved: SavedSearch) -> dict[str, Any]:
    query = saved.query
    return {
        "saved_search_id": saved.saved_search_id,
        "version": saved.version,
        "owner": saved.owner,
        "name": saved.name,
        "text": query.text,
        "sectors": sorted(query.sectors),
        "regions": sorted(query.regions),
        "kinds": sorted(kind.name for kind in query.kinds),
        "language": query.language,
        "tags": sorted(query.tags),
        "saved_at": saved.saved_at,
    }


def _saved(row: Row[Any]) -> SavedSearch:
    return SavedSearch(
        saved_search_id=row.saved_search_id,
        version=row.version,
        owner=row.owner,
        name=row.name,
        query=Query(
            text=row.text,
            sectors=frozenset(row.sectors),
            regions=frozenset(row.regions),
            kinds=frozenset(Kind[name] for name in row.kinds),
            language=row.language,
            tags=frozenset(row.tags),
        ),
        saved_at=row.saved_at,
    )
