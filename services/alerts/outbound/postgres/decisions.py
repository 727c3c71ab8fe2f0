"""The decision log: what the audit chain says of alerts."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, literal, select, tuple_

from chassis.postgres.tables import AUDIT_LOG, AUDIT_SEALS
from kernel.pages import Place
from services.alerts.domain.decision import READ_RED, Decision

_A = AUDIT_LOG.c


@dataclass(frozen=True, slots=True)
class PostgresDecisions:
    """Reads the audit log of this service on one transaction."""

    connection: Connection

    def of(self, resources: Collection[str], *, most: int) -> Sequence[Decision]:
        """Return what was decided about these, oldest first."""
        about = _A.resource.in_(resources)
        return self._read(_entries().where(about, _A.action != READ_RED), most)

    def between(
        self, since: datetime, until: datetime, *, after: Place | None, size: int
    ) -> Sequence[Decision]:
        """Return what was decided from one moment on and before another, oldest first."""
        query = _entries().where(_A.at >= since, _A.at < until, _A.action.like("alerts:%"))
        if after is not None:
            place = tuple_(literal(after.at), literal(after.item_id))
            query = query.where(tuple_(_A.at, _A.entry_id) > place)
        return self._read(query, size)

    def _read(self, query: Select[Any], most: int) -> Sequence[Decision]:
        rows = self.connection.execute(query.order_by(_A.at, _A.entry_id).limit(most))
        return [_decision(row) for row in rows]


def _entries() -> Select[Any]:
    return select(
        AUDIT_LOG, AUDIT_SEALS.c.number.label("number"), AUDIT_SEALS.c.hash.label("link")
    ).outerjoin(AUDIT_SEALS, AUDIT_SEALS.c.entry_id == _A.entry_id)


def _decision(row: Row[Any]) -> Decision:
    return Decision(
        entry_id=row.entry_id,
        at=row.at,
        actor=row.actor,
        action=row.action,
        resource=row.resource,
        digest=row.digest,
        detail=row.detail,
        seal=None if row.number is None else (row.number, row.link),
    )
