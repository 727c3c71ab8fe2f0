"""What people read, in PostgreSQL."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, Row, Select, delete, func, literal, select, tuple_
from sqlalchemy.dialects.postgresql import insert

from kernel.pages import Place
from kernel.principals import Principal
from services.content.domain.document import Document, Status
from services.content.domain.reading import Reading
from services.content.outbound.postgres.document_rows import document_of
from services.content.outbound.postgres.readable import readable
from services.content.outbound.postgres.reading_tables import READINGS, READINGS_OFF
from services.content.outbound.postgres.tables import DOCUMENTS

_R: Final = READINGS.c
_D: Final = DOCUMENTS.c
_KEPT: Final = [column for column in _D if column.name != "words"]


@dataclass(frozen=True, slots=True)
class PostgresReadings:
    """The readings on one transaction."""

    connection: Connection

    def find(self, subject: str, document_ids: Sequence[UUID]) -> Sequence[Reading]:
        """Return somebody's readings of these documents."""
        query = select(READINGS).where(_R.subject == subject, _R.document_id.in_(document_ids))
        return [_reading(row) for row in self.connection.execute(query)]

    def keep(self, subject: str, reading: Reading) -> None:
        """Keep a reading in the place of the one before; never an earlier version."""
        made = insert(READINGS).values(
            subject=subject,
            document_id=reading.document_id,
            version=reading.version,
            read_at=reading.read_at,
        )
        given = made.excluded
        self.connection.execute(
            made.on_conflict_do_update(
                index_elements=[_R.subject, _R.document_id],
                set_={
                    "version": given.version,
                    "read_at": func.greatest(_R.read_at, given.read_at),
                },
                where=_R.version <= given.version,
            )
        )

    def changed(
        self, reader: Principal, *, after: Place | None, size: int
    ) -> Sequence[tuple[Document, Reading]]:
        """Return what changed since a person read it: the marking is part of the query."""
        query: Select[Any] = (
            select(*_KEPT, _R.version.label("read_version"), _R.read_at)
            .join(READINGS, _R.document_id == _D.document_id)
            .where(
                _R.subject == reader.person,
                _R.version < _D.material_version,
                _D.status == Status.PUBLISHED.name,
                readable(reader, _D),
            )
        )
        if after is not None:
            query = query.where(
                tuple_(_D.material_changed_at, _D.document_id)
                < tuple_(literal(after.at), literal(after.item_id))
            )
        latest_first = (_D.material_changed_at.desc(), _D.document_id.desc())
        rows = self.connection.execute(query.order_by(*latest_first).limit(size))
        return [
            (
                document_of(row),
                Reading(document_id=row.document_id, version=row.read_version, read_at=row.read_at),
            )
            for row in rows
        ]

    def of(self, subject: str) -> Sequence[Reading]:
        """Return everything that somebody read, the earliest first."""
        query = select(READINGS).where(_R.subject == subject)
        rows = self.connection.execute(query.order_by(_R.read_at, _R.document_id))
        return [_reading(row) for row in rows]

    def is_off(self, subject: str) -> bool:
        """Tell whether somebody wants nothing to be kept."""
        query = select(literal(1)).where(READINGS_OFF.c.subject == subject)
        return self.connection.execute(query).first() is not None

    def switch(self, subject: str, *, off: bool) -> None:
        """Keep whether somebody wants nothing to be kept."""
        if off:
            made = insert(READINGS_OFF).values(subject=subject)
            self.connection.execute(made.on_conflict_do_nothing())
        else:
            self.connection.execute(delete(READINGS_OFF).where(READINGS_OFF.c.subject == subject))

    def clear(self, subject: str) -> int:
        """Delete everything that somebody read."""
        return self.connection.execute(delete(READINGS).where(_R.subject == subject)).rowcount

    def forget(self, *, before: datetime) -> int:
        """Delete what was last read before then."""
        return self.connection.execute(delete(READINGS).where(_R.read_at < before)).rowcount


def _reading(row: Row[Any]) -> Reading:
    return Reading(document_id=row.document_id, version=row.version, read_at=row.read_at)
