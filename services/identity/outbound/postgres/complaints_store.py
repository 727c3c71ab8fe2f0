"""Complaints in PostgreSQL."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, Row, delete, insert, literal, select, tuple_, update

from chassis.errors import StaleVersion
from kernel.pages import Place
from services.identity.domain.complaint import Complaint, ComplaintNotFound
from services.identity.outbound.postgres.privacy_tables import COMPLAINTS

_C: Final = COMPLAINTS.c


@dataclass(frozen=True, slots=True)
class PostgresComplaints:
    """The complaints on one transaction."""

    connection: Connection

    def add(self, complaint: Complaint) -> None:
        """Insert one."""
        self.connection.execute(insert(COMPLAINTS).values(_row(complaint)))

    def get(self, complaint_id: UUID, *, lock: bool = False) -> Complaint:
        """Return one, its row locked if asked.

        Raises:
            ComplaintNotFound: there is none.
        """
        query = select(COMPLAINTS).where(_C.complaint_id == complaint_id)
        row = self.connection.execute(query.with_for_update() if lock else query).one_or_none()
        if row is None:
            raise ComplaintNotFound("There is no such complaint.")
        return _complaint(row)

    def save(self, complaint: Complaint) -> None:
        """Keep the next version.

        Raises:
            StaleVersion: the row is not at the version before it.
        """
        this = (_C.complaint_id == complaint.complaint_id, _C.version == complaint.version - 1)
        changed = update(COMPLAINTS).where(*this).values(_row(complaint))
        if self.connection.execute(changed).rowcount != 1:
            raise StaleVersion("The complaint changed meanwhile: read it again.")

    def page(self, *, only_open: bool, after: Place | None, size: int) -> Sequence[Complaint]:
        """Return them, oldest first."""
        query = select(COMPLAINTS)
        if only_open:
            query = query.where(_C.answered_at.is_(None))
        if after is not None:
            here = tuple_(literal(after.at), literal(after.item_id))
            query = query.where(tuple_(_C.made_at, _C.complaint_id) > here)
        rows = self.connection.execute(query.order_by(_C.made_at, _C.complaint_id).limit(size))
        return [_complaint(row) for row in rows]

    def forget_answered(self, before: datetime) -> int:
        """Delete those that were answered before then; return how many."""
        return self.connection.execute(delete(COMPLAINTS).where(_C.answered_at < before)).rowcount


def _row(complaint: Complaint) -> dict[str, Any]:
    return {each.name: getattr(complaint, each.name) for each in fields(complaint)}


def _complaint(row: Row[Any]) -> Complaint:
    return Complaint(**dict(row._mapping))  # noqa: SLF001 - SQLAlchemy's public name for it
