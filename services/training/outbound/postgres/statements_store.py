"""Statements in PostgreSQL: added and voided, never changed, deleted by erasure alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, cast, func, or_, select, update
from sqlalchemy.dialects.postgresql import JSONB, JSONPATH
from sqlalchemy.sql.elements import ColumnElement

from services.training.domain.errors import StatementNotFound
from services.training.domain.xapi import Statement
from services.training.outbound.postgres.launches_rows import ADD
from services.training.outbound.postgres.records_tables import STATEMENTS
from services.training.usecases.records_ports import StatementQuery, StoredStatement

_COLUMNS = STATEMENTS.c


@dataclass(frozen=True, slots=True)
class PostgresStatements:
    """The statements on one transaction."""

    connection: Connection

    def add(self, session_id: str, statement: Statement, at: datetime) -> None:
        """Insert a statement, and count it."""
        ADD.run(
            self.connection,
            statement_id=statement.statement_id,
            registration=statement.registration,
            session_id=session_id,
            verb_id=statement.verb_id,
            activity_id=statement.activity_id,
            stored_at=at,
            digest=statement.digest,
            document=statement.document,
        )

    def digests(self, statement_ids: Sequence[UUID]) -> Mapping[UUID, bytes]:
        """Return the digests of those that are there."""
        query = select(_COLUMNS.statement_id, _COLUMNS.digest)
        found = self.connection.execute(query.where(_COLUMNS.statement_id.in_(statement_ids)))
        return {row.statement_id: row.digest for row in found}

    def get(self, registration: UUID, statement_id: UUID) -> StoredStatement:
        """Return a statement of a registration.

        Raises:
            StatementNotFound: it has none with this id.
        """
        query = select(STATEMENTS).where(
            _COLUMNS.registration == registration, _COLUMNS.statement_id == statement_id
        )
        row = self.connection.execute(query).one_or_none()
        if row is None:
            raise StatementNotFound("There is no such statement.")
        return _stored(row)

    def page(
        self, registration: UUID, query: StatementQuery, *, after: int | None, size: int
    ) -> Sequence[StoredStatement]:
        """Return a page of those that are asked for, without the voided ones."""
        order = _COLUMNS.sequence.asc() if query.ascending else _COLUMNS.sequence.desc()
        found = select(STATEMENTS).where(*_asked(registration, query, after))
        rows = self.connection.execute(found.order_by(order).limit(size))
        return [_stored(row) for row in rows]

    def void(self, statement_id: UUID) -> None:
        """Mark a statement as voided."""
        mine = _COLUMNS.statement_id == statement_id
        self.connection.execute(update(STATEMENTS).where(mine).values(voided=True))

    def everything(self, registration: UUID) -> Sequence[StoredStatement]:
        """Return all of a registration, oldest first."""
        query = select(STATEMENTS).where(_COLUMNS.registration == registration)
        rows = self.connection.execute(query.order_by(_COLUMNS.sequence))
        return [_stored(row) for row in rows]


def _asked(
    registration: UUID, query: StatementQuery, after: int | None
) -> list[ColumnElement[bool]]:
    asked: list[ColumnElement[bool]] = [
        _COLUMNS.registration == registration,
        _COLUMNS.voided.is_(False),
    ]
    if query.verb_id is not None:
        asked.append(_COLUMNS.verb_id == query.verb_id)
    if query.activity_id is not None:
        about = _COLUMNS.activity_id == query.activity_id
        asked.append(or_(about, _related(query.activity_id)) if query.related else about)
    if query.since is not None:
        asked.append(_COLUMNS.stored_at > query.since)
    if query.until is not None:
        asked.append(_COLUMNS.stored_at <= query.until)
    if after is not None:
        further = _COLUMNS.sequence > after if query.ascending else _COLUMNS.sequence < after
        asked.append(further)
    return asked


def _related(activity_id: str) -> ColumnElement[bool]:
    """Look into the context's activities. A registration has some hundred statements at most."""
    whole = func.convert_from(_COLUMNS.document, "UTF8").cast(JSONB)
    named = func.jsonb_build_object("id", activity_id)
    return func.jsonb_path_exists(
        whole,
        cast("$.context.contextActivities.*[*] ? (@.id == $id)", JSONPATH),
        named,
    )


def _stored(row: Row[Any]) -> StoredStatement:
    return StoredStatement(
        statement_id=row.statement_id,
        registration=row.registration,
        session_id=row.session_id,
        document=row.document,
        stored_at=row.stored_at,
        sequence=row.sequence,
        voided=row.voided,
    )
