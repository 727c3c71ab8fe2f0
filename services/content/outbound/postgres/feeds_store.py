"""Feeds and their links in PostgreSQL."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    delete,
    func,
    literal,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy import cast as sql_cast
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlalchemy.types import Text

from chassis.errors import StaleVersion
from kernel.pages import Place
from kernel.principals import Principal
from services.content.domain.document import Document, Status
from services.content.domain.feed import (
    HIGHEST_TIER,
    IN_FEEDS,
    TITLED,
    FeedLink,
    placed,
)
from services.content.domain.search import Query
from services.content.outbound.postgres.document_rows import document_of
from services.content.outbound.postgres.feed_tables import FEED_LINKS
from services.content.outbound.postgres.readable import readable
from services.content.outbound.postgres.tables import DOCUMENTS

_D: Final = DOCUMENTS.c
_L: Final = FEED_LINKS.c
_KEPT: Final = [column for column in _D if column.name != "words"]


@dataclass(frozen=True, slots=True)
class PostgresFeeds:
    """The feeds on one transaction."""

    connection: Connection

    def page(
        self, reader: Principal, query: Query, *, after: Place | None, size: int
    ) -> Sequence[Document]:
        """Return documents, the last that changed materially first: markings are in the query."""
        chosen = select(*_KEPT).where(
            _D.status == Status.PUBLISHED.name,
            _D.catalogue_id.is_(None),
            readable(reader, _D),
            *_in_feeds(),
            *_narrowed(query),
        )
        if after is not None:
            chosen = chosen.where(
                tuple_(_D.material_changed_at, _D.document_id)
                < tuple_(literal(after.at), literal(after.item_id))
            )
        latest_first = (_D.material_changed_at.desc(), _D.document_id.desc())
        rows = self.connection.execute(chosen.order_by(*latest_first).limit(size))
        return [document_of(row) for row in rows]

    def link_by(self, digest: bytes) -> FeedLink | None:
        """Return the link whose token has this digest."""
        return self._one(_L.token_digest == digest)

    def link_of(self, owner: str, *, lock: bool = False) -> FeedLink | None:
        """Return somebody's link, its row locked until the transaction ends if asked."""
        return self._one(_L.owner == owner, lock=lock)

    def _one(self, which: ColumnElement[bool], *, lock: bool = False) -> FeedLink | None:
        query = select(FEED_LINKS).where(which)
        row = self.connection.execute(query.with_for_update() if lock else query).one_or_none()
        return None if row is None else _link(row)

    def add(self, link: FeedLink) -> None:
        """Insert somebody's first link.

        Raises:
            StaleVersion: they have one meanwhile.
        """
        made = insert(FEED_LINKS).values(_row(link)).on_conflict_do_nothing()
        if self.connection.execute(made.returning(_L.owner)).first() is None:
            raise StaleVersion("The feed link was made meanwhile: read it again.")

    def save(self, link: FeedLink) -> None:
        """Keep the next version of a link whose row is locked."""
        self.connection.execute(update(FEED_LINKS).where(_L.owner == link.owner).values(_row(link)))

    def forget(self, owner: str) -> int:
        """Delete somebody's link."""
        return self.connection.execute(delete(FEED_LINKS).where(_L.owner == owner)).rowcount


def _in_feeds() -> list[ColumnElement[bool]]:
    """Return `feed.told_of` as SQL: that a feed says something; a test holds the two equal."""
    return [
        _D.minimum_tier <= HIGHEST_TIER.value,
        _D.closed_group.is_(None),
        func.cardinality(_D.named_subjects) == 0,
        _D.tlp.in_([each.name for each in IN_FEEDS]),
    ]


def _narrowed(query: Query) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if placed(query):
        conditions.append(_D.tlp.in_([each.name for each in TITLED]))
    for column, wanted in ((_D.sectors, query.sectors), (_D.regions, query.regions)):
        if wanted:
            overlap = column.op("&&")(sql_cast(sorted(wanted), ARRAY(Text)))
            conditions.append(or_(func.cardinality(column) == 0, overlap))
    if query.kinds:
        conditions.append(_D.kind.in_([kind.name for kind in query.kinds]))
    if query.language:
        conditions.append(_D.language == query.language)
    if query.tags:
        conditions.append(_D.tags.op("@>")(sql_cast(sorted(query.tags), ARRAY(Text))))
    return conditions


def _row(link: FeedLink) -> dict[str, Any]:
    return {
        "owner": link.owner,
        "feed_id": link.feed_id,
        "version": link.version,
        "token_digest": link.digest,
        "made_at": link.made_at,
    }


def _link(row: Row[Any]) -> FeedLink:
    return FeedLink(
        feed_id=row.feed_id,
        version=row.version,
        owner=row.owner,
        digest=bytes(row.token_digest),
        made_at=row.made_at,
    )
