"""What readers said, in PostgreSQL."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    delete,
    func,
    insert,
    literal,
    select,
    tuple_,
    update,
)

from kernel.pages import Place
from kernel.principals import Principal
from services.content.domain.document import Status
from services.content.domain.remark import Remark, RemarkStatus
from services.content.domain.remark_errors import RemarkNotFound
from services.content.outbound.postgres.readable import readable
from services.content.outbound.postgres.remark_tables import REMARKS
from services.content.outbound.postgres.tables import DOCUMENTS
from services.content.usecases.remark_ports import Month, Remarked, Wanted

_C: Final = REMARKS.c


@dataclass(frozen=True, slots=True)
class PostgresRemarks:
    """The remarks on one transaction."""

    connection: Connection

    def add(self, remark: Remark) -> None:
        """Insert a new remark."""
        self.connection.execute(insert(REMARKS).values(_row(remark)))

    def get(self, remark_id: UUID) -> Remark:
        """Return a remark, its row locked until the transaction ends.

        Raises:
            RemarkNotFound: there is none.
        """
        query = select(REMARKS).where(_C.remark_id == remark_id).with_for_update()
        row = self.connection.execute(query).one_or_none()
        if row is None:
            raise RemarkNotFound("There is no such remark.")
        return _remark(row)

    def save(self, remark: Remark) -> None:
        """Keep the next version of a remark whose row is locked."""
        self.connection.execute(
            update(REMARKS).where(_C.remark_id == remark.remark_id).values(_row(remark))
        )

    def page(
        self, reader: Principal, wanted: Wanted, *, after: Place | None, size: int
    ) -> Sequence[Remarked]:
        """Return remarks, oldest first: the marking of their documents is part of the query."""
        query = (
            select(REMARKS, DOCUMENTS.c.title)
            .join(DOCUMENTS, DOCUMENTS.c.document_id == _C.document_id)
            .where(_C.status == wanted.status.name, *_seen_by(reader, wanted.document_id))
        )
        if wanted.not_useful:
            query = query.where(~_C.useful)
        if after is not None:
            query = query.where(
                tuple_(_C.left_at, _C.remark_id) > tuple_(literal(after.at), literal(after.item_id))
            )
        rows = self.connection.execute(query.order_by(_C.left_at, _C.remark_id).limit(size)).all()
        counts = self._counts({row.document_id for row in rows})
        return [
            Remarked(
                remark=_remark(row),
                title=row.title,
                useful=counts[row.document_id][0],
                not_useful=counts[row.document_id][1],
            )
            for row in rows
        ]

    def months(
        self, reader: Principal, document_id: UUID | None, *, since: datetime
    ) -> Sequence[Month]:
        """Return what was said since then, the latest month first."""
        month = func.to_char(func.timezone("UTC", _C.left_at), "YYYY-MM").label("month")
        query = (
            select(
                month,
                func.count().filter(_C.useful).label("useful"),
                func.count().filter(~_C.useful).label("not_useful"),
            )
            .join(DOCUMENTS, DOCUMENTS.c.document_id == _C.document_id)
            .where(_C.left_at >= since, *_seen_by(reader, document_id))
        )
        rows = self.connection.execute(query.group_by(month).order_by(month.desc()))
        return [
            Month(month=row.month, useful=row.useful, not_useful=row.not_useful) for row in rows
        ]

    def _counts(self, document_ids: set[UUID]) -> dict[UUID, tuple[int, int]]:
        query = (
            select(
                _C.document_id,
                func.count().filter(_C.useful).label("useful"),
                func.count().filter(~_C.useful).label("not_useful"),
            )
            .where(_C.document_id.in_(document_ids))
            .group_by(_C.document_id)
        )
        rows = self.connection.execute(query)
        return {row.document_id: (row.useful, row.not_useful) for row in rows}

    def forget(self, *, before: datetime) -> int:
        """Delete what was left before then."""
        return self.connection.execute(delete(REMARKS).where(_C.left_at < before)).rowcount


def _seen_by(reader: Principal, document_id: UUID | None) -> list[ColumnElement[bool]]:
    """Return what keeps to the documents that somebody may read, or to one of them."""
    of_one = [] if document_id is None else [_C.document_id == document_id]
    stands = DOCUMENTS.c.status == Status.PUBLISHED.name
    return [stands, readable(reader, DOCUMENTS.c), *of_one]


def _row(remark: Remark) -> dict[str, Any]:
    return {
        "remark_id": remark.remark_id,
        "version": remark.version,
        "document_id": remark.document_id,
        "document_version": remark.document_version,
        "useful": remark.useful,
        "comment": remark.comment,
        "status": remark.status.name,
        "left_at": remark.left_at,
        "outcome": remark.outcome,
    }


def _remark(row: Row[Any]) -> Remark:
    return Remark(
        remark_id=row.remark_id,
        version=row.version,
        document_id=row.document_id,
        document_version=row.document_version,
        useful=row.useful,
        comment=row.comment,
        status=RemarkStatus[row.status],
        left_at=row.left_at,
        outcome=row.outcome,
    )
