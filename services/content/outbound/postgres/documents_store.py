"""Documents in PostgreSQL."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    any_,
    func,
    insert,
    literal,
    or_,
    select,
    tuple_,
    update,
)

from chassis.errors import StaleVersion
from kernel.pages import Place
from kernel.principals import Principal
from services.content.domain.document import Document, Status
from services.content.domain.errors import DocumentNotFound
from services.content.outbound.postgres.document_rows import document_of, row_of
from services.content.outbound.postgres.tables import DOCUMENTS

_COLUMNS = DOCUMENTS.c
_KEPT = [column for column in _COLUMNS if column.name != "words"]
_HANDS = ("changed_by", "approved_by", "owner")
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class PostgresDocuments:
    """The documents on one transaction."""

    connection: Connection

    def add(self, document: Document) -> None:
        """Insert a new document."""
        self.connection.execute(insert(DOCUMENTS).values(row_of(document)))

    def get(self, document_id: UUID, *, lock: bool = False) -> Document:
        """Return a document, its row locked until the transaction ends if asked.

        Raises:
            DocumentNotFound: there is none.
        """
        query = select(*_KEPT).where(_COLUMNS.document_id == document_id)
        row = self.connection.execute(query.with_for_update() if lock else query).one_or_none()
        if row is None:
            raise DocumentNotFound("There is no such document.")
        return document_of(row)

    def save(self, document: Document) -> None:
        """Keep the next version.

        Raises:
            StaleVersion: the row is not at the version before it.
        """
        changed = self.connection.execute(
            update(DOCUMENTS)
            .where(
                _COLUMNS.document_id == document.document_id,
                _COLUMNS.version == document.version - 1,
            )
            .values(row_of(document))
        ).rowcount
        if changed != 1:
            raise StaleVersion("The document changed meanwhile: read it again.")

    def page(
        self, reader: Principal, *, language: str, after: Place | None, size: int
    ) -> Sequence[Document]:
        """Return what a person may read, newest first: the marking is part of the query."""
        query = select(*_KEPT).where(
            _COLUMNS.status == Status.PUBLISHED.name,
            _COLUMNS.catalogue_id.is_(None),
            _readable(reader),
        )
        if language:
            query = query.where(_COLUMNS.language == language)
        if after is not None:
            query = query.where(
                tuple_(_COLUMNS.published_at, _COLUMNS.document_id)
                < tuple_(literal(after.at), literal(after.item_id))
            )
        newest_first = (_COLUMNS.published_at.desc(), _COLUMNS.document_id.desc())
        return self._all(query.order_by(*newest_first).limit(size))

    def of_ids(self, document_ids: Sequence[UUID]) -> Sequence[Document]:
        """Return those that are there, in no order."""
        return self._all(select(*_KEPT).where(_COLUMNS.document_id.in_(document_ids)))

    def translations(self, document_id: UUID) -> Sequence[Document]:
        """Return a document and all that translate it."""
        same = or_(_COLUMNS.document_id == document_id, _COLUMNS.translation_of == document_id)
        return self._all(select(*_KEPT).where(same).order_by(_COLUMNS.published_at))

    def of_catalogue(self, catalogue_id: UUID) -> Sequence[Document]:
        """Return a catalogue's documents, withdrawn ones too, locked."""
        query = select(*_KEPT).where(_COLUMNS.catalogue_id == catalogue_id)
        return self._all(query.order_by(_COLUMNS.document_id).with_for_update())

    def everything(self, *, since: datetime | None = None) -> Iterator[Document]:
        """Return every document, oldest first, a few hundred in memory at a time."""
        query = select(*_KEPT).order_by(_COLUMNS.published_at, _COLUMNS.document_id)
        if since is not None:
            query = query.where(_COLUMNS.changed_at >= since)
        # On the statement: on the connection it would hold for whatever comes after.
        rows = self.connection.execute(query.execution_options(yield_per=_AT_ONCE))
        return map(document_of, rows)

    def changed_by(self, subject: str) -> Sequence[Document]:
        """Return the documents that a person changed, approved or owns, or that name them."""
        return self._all(select(*_KEPT).where(_about(subject)).order_by(_COLUMNS.published_at))

    def rename(self, subject: str, pseudonym: str) -> int:
        """Put a pseudonym in a person's place."""
        renamed = {
            **{name: func.replace(_COLUMNS[name], subject, pseudonym) for name in _HANDS},
            "named_subjects": func.array_replace(_COLUMNS.named_subjects, subject, pseudonym),
        }
        return self.connection.execute(
            update(DOCUMENTS).where(_about(subject)).values(renamed)
        ).rowcount

    def _all(self, query: Any) -> list[Document]:
        return [document_of(row) for row in self.connection.execute(query)]


def _about(subject: str) -> ColumnElement[bool]:
    return or_(
        *(_COLUMNS[name] == subject for name in _HANDS),
        literal(subject) == any_(_COLUMNS.named_subjects),
    )


def _readable(reader: Principal) -> ColumnElement[bool]:
    """Return may_read as SQL: a test holds them equal."""
    return and_(
        _COLUMNS.minimum_tier <= reader.tier.value,
        or_(_COLUMNS.closed_group.is_(None), _COLUMNS.closed_group.in_(reader.closed_groups)),
        or_(
            func.cardinality(_COLUMNS.named_subjects) == 0,
            literal(reader.subject or "") == any_(_COLUMNS.named_subjects),
        ),
    )
