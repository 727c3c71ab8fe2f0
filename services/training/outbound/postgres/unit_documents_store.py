"""The documents of units in PostgreSQL."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.sql.elements import ColumnElement

from services.training.domain.unit_documents import DocumentKind, DocumentPlace, UnitDocument
from services.training.outbound.postgres.records_tables import UNIT_DOCUMENTS

_COLUMNS = UNIT_DOCUMENTS.c
_PLACE = ("registration", "kind", "activity_id", "document_id")


@dataclass(frozen=True, slots=True)
class PostgresUnitDocuments:
    """The documents on one transaction."""

    connection: Connection

    def get(self, place: DocumentPlace, *, lock: bool = False) -> UnitDocument | None:
        """Return a document or None, its row locked if asked."""
        query = select(UNIT_DOCUMENTS).where(*_at(place))
        row = self.connection.execute(query.with_for_update() if lock else query).one_or_none()
        return None if row is None else _document(row)

    def names(
        self, registration: UUID, kind: DocumentKind, activity_id: str, since: datetime | None
    ) -> Sequence[str]:
        """Return the ids of documents at a place, by name."""
        query = select(_COLUMNS.document_id).where(
            _COLUMNS.registration == registration,
            _COLUMNS.kind == kind.value,
            _COLUMNS.activity_id == activity_id,
        )
        if since is not None:
            query = query.where(_COLUMNS.updated_at > since)
        return sorted(self.connection.scalars(query))

    def put(self, document: UnitDocument) -> None:
        """Insert a document, or replace the one that is there."""
        said = {
            "content_type": document.content_type,
            "content": document.content,
            "updated_at": document.updated_at,
        }
        place = dict(zip(_PLACE, _values(document.place), strict=True))
        kept = insert(UNIT_DOCUMENTS).values(place | said)
        self.connection.execute(kept.on_conflict_do_update(index_elements=_PLACE, set_=said))

    def drop(self, place: DocumentPlace) -> bool:
        """Delete a document."""
        return self.connection.execute(delete(UNIT_DOCUMENTS).where(*_at(place))).rowcount == 1

    def count(self, registration: UUID) -> int:
        """Return how many a registration has."""
        mine = _COLUMNS.registration == registration
        counted = select(func.count()).select_from(UNIT_DOCUMENTS).where(mine)
        return self.connection.scalar(counted) or 0

    def everything(self, registration: UUID) -> Sequence[UnitDocument]:
        """Return all of a registration, by place."""
        query = select(UNIT_DOCUMENTS).where(_COLUMNS.registration == registration)
        rows = self.connection.execute(query.order_by(*(_COLUMNS[each] for each in _PLACE)))
        return [_document(row) for row in rows]


def _values(place: DocumentPlace) -> tuple[UUID, str, str, str]:
    return place.registration, place.kind.value, place.activity_id, place.document_id


def _at(place: DocumentPlace) -> list[ColumnElement[bool]]:
    values = zip(_PLACE, _values(place), strict=True)
    return [_COLUMNS[name] == value for name, value in values]


def _document(row: Row[Any]) -> UnitDocument:
    return UnitDocument(
        place=DocumentPlace(
            registration=row.registration,
            kind=DocumentKind(row.kind),
            activity_id=row.activity_id,
            document_id=row.document_id,
        ),
        content_type=row.content_type,
        content=row.content,
        updated_at=row.updated_at,
    )
