"""Documents in PostgreSQL."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    Table,
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
from services.content.outbound.postgres.readable import known, readable
from services.content.outbound.postgres.tables import DOCUMENTS
from services.content.outbound.postgres.version_tables import VERSIONS

_COLUMNS = DOCUMENTS.c
_KEPT = [column for column in _COLUMNS if column.name != "words"]
_HANDS = ("changed_by", "approved_by", "owner")
_AT_ONCE = 500
_GOING = and_(_COLUMNS.status == Status.PUBLISHED.name, _COLUMNS.withdraw_at.is_not(None))


@dataclass(frozen=True, slots=True)
class PostgresDocuments:
    """The documents on one transaction."""

    connection: Connection

    def add(self, document: Document) -> None:
        """Insert a new document."""
        self.connection.execute(insert(DOCUMENTS).values(row_of(document)))
        self._note(document)

    def get(
        self, document_id: UUID, *, reader: Principal | None = None, lock: bool = False
    ) -> Document:
        """Return a document, its row locked until the transaction ends if asked.

        Raises:
            DocumentNotFound: there is none that the reader, if one is named, may know of.
        """
        query = select(*_KEPT).where(_COLUMNS.document_id == document_id)
        if reader is not None:
            query = query.where(known(reader, _COLUMNS))
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
        self._note(document)

    def versions(self, document_id: UUID, *, before: int | None, size: int) -> Sequence[Document]:
        """Return what a document was, newest first, from before a version on."""
        query = select(VERSIONS).where(VERSIONS.c.document_id == document_id)
        if before is not None:
            query = query.where(VERSIONS.c.version < before)
        return self._all(query.order_by(VERSIONS.c.version.desc()).limit(size))

    def version(self, document_id: UUID, number: int) -> Document:
        """Return what a document was.

        Raises:
            DocumentNotFound: it had no such version.
        """
        here = and_(VERSIONS.c.document_id == document_id, VERSIONS.c.version == number)
        row = self.connection.execute(select(VERSIONS).where(here)).one_or_none()
        if row is None:
            raise DocumentNotFound("There is no such document.")
        return document_of(row)

    def overdue(
        self, reader: Principal, *, today: date, skip: int, size: int
    ) -> Sequence[Document]:
        """Return what should have been looked at before today, the longest waiting first."""
        query = select(*_KEPT).where(_overdue(today), readable(reader, _COLUMNS))
        query = query.order_by(_COLUMNS.review_on, _COLUMNS.document_id)
        return self._all(query.offset(skip).limit(size))

    def count_overdue(self, today: date) -> int:
        """Return how many should have been looked at before today."""
        query = select(func.count()).select_from(DOCUMENTS).where(_overdue(today))
        return self.connection.execute(query).scalar_one()

    def going(self, reader: Principal, *, skip: int, size: int) -> Sequence[Document]:
        """Return what will be taken back by itself, the next one first."""
        query = select(*_KEPT).where(_GOING, readable(reader, _COLUMNS))
        query = query.order_by(_COLUMNS.withdraw_at, _COLUMNS.document_id)
        return self._all(query.offset(skip).limit(size))

    def next_gone(self, now: datetime) -> Document | None:
        """Return one whose time to go has come, locked; None if there is none."""
        query = select(*_KEPT).where(_GOING, _COLUMNS.withdraw_at <= now)
        query = query.order_by(_COLUMNS.withdraw_at).limit(1).with_for_update(skip_locked=True)
        row = self.connection.execute(query).one_or_none()
        return None if row is None else document_of(row)

    def page(
        self, reader: Principal, *, language: str, after: Place | None, size: int
    ) -> Sequence[Document]:
        """Return what a person may read, newest first: the marking is part of the query."""
        query = select(*_KEPT).where(
            _COLUMNS.status == Status.PUBLISHED.name,
            _COLUMNS.catalogue_id.is_(None),
            readable(reader, _COLUMNS),
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

    def known(self, reader: Principal, document_ids: Collection[UUID]) -> frozenset[UUID]:
        """Return those of the ids that are of documents that a person may know of."""
        of_these = _COLUMNS.document_id.in_(document_ids)
        query = select(_COLUMNS.document_id).where(of_these, known(reader, _COLUMNS))
        return frozenset(self.connection.scalars(query))

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

    def compartments(self) -> Sequence[str]:
        """Return the names of the compartments that published documents are in."""
        published = _COLUMNS.status == Status.PUBLISHED.name
        query = select(_COLUMNS.compartment).where(published, _COLUMNS.compartment.is_not(None))
        return list(self.connection.scalars(query.distinct()))

    def in_compartment(self, name: str, *, after: UUID | None, size: int) -> Sequence[Document]:
        """Return a page of a compartment's published documents, by id."""
        query = select(*_KEPT).where(
            _COLUMNS.status == Status.PUBLISHED.name, _COLUMNS.compartment == name
        )
        if after is not None:
            query = query.where(_COLUMNS.document_id > after)
        return self._all(query.order_by(_COLUMNS.document_id).limit(size))

    def changed_by(self, subject: str) -> Sequence[Document]:
        """Return the documents that a person ever changed, approved or owned, or that name them."""
        return self._all(select(*_KEPT).where(_ever_about(subject)).order_by(_COLUMNS.published_at))

    def rename(self, subject: str, pseudonym: str) -> int:
        """Put a pseudonym in a person's place."""
        return sum(
            self.connection.execute(
                update(table)
                .where(_about(table, subject))
                .values(
                    **{name: func.replace(table.c[name], subject, pseudonym) for name in _HANDS},
                    named_subjects=func.array_replace(table.c.named_subjects, subject, pseudonym),
                )
            ).rowcount
            for table in (DOCUMENTS, VERSIONS)
        )

    def _note(self, document: Document) -> None:
        """Keep what a document of ours is at this version; a partner's is the partner's."""
        if document.partner is None:
            row = row_of(document)
            row.pop("compartment")
            self.connection.execute(insert(VERSIONS).values(row))

    def _all(self, query: Any) -> list[Document]:
        return [document_of(row) for row in self.connection.execute(query)]


def _about(table: Table, subject: str) -> ColumnElement[bool]:
    return or_(
        *(table.c[name] == subject for name in _HANDS),
        literal(subject) == any_(table.c.named_subjects),
    )


def _ever_about(subject: str) -> ColumnElement[bool]:
    earlier = select(VERSIONS.c.document_id).where(_about(VERSIONS, subject))
    return or_(_about(DOCUMENTS, subject), _COLUMNS.document_id.in_(earlier))


def _overdue(today: date) -> ColumnElement[bool]:
    return and_(_COLUMNS.status == Status.PUBLISHED.name, _COLUMNS.review_on < today)
