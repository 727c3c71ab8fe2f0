"""What is still to be turned into deliveries, in PostgreSQL."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, select, update
from sqlalchemy.dialects.postgresql import insert

from services.alerts.domain.alert import Status
from services.alerts.domain.dispatch import Dispatch
from services.alerts.outbound.postgres.delivery_tables import DISPATCHES


@dataclass(frozen=True, slots=True)
class PostgresDispatches:
    """The dispatches on one transaction."""

    connection: Connection

    def add(self, dispatch: Dispatch) -> None:
        """Insert one unless it is there."""
        self.connection.execute(insert(DISPATCHES).values(_row(dispatch)).on_conflict_do_nothing())

    def claim(self, at: datetime, *, up_to: int | None = None) -> Dispatch | None:
        """Return the most urgent that is due, locked; those that others hold are left."""
        due = select(DISPATCHES).where(
            DISPATCHES.c.finished_at.is_(None), DISPATCHES.c.due_at <= at
        )
        if up_to is not None:
            due = due.where(DISPATCHES.c.priority <= up_to)
        row = self.connection.execute(
            due.order_by(DISPATCHES.c.priority, DISPATCHES.c.created_at)
            .limit(1)
            .with_for_update(skip_locked=True)
        ).one_or_none()
        return None if row is None else _dispatch(row)

    def save(self, dispatch: Dispatch) -> None:
        """Keep how far it is."""
        self.connection.execute(
            update(DISPATCHES)
            .where(
                DISPATCHES.c.alert_id == dispatch.alert_id,
                DISPATCHES.c.alert_version == dispatch.alert_version,
                DISPATCHES.c.region == dispatch.region,
                DISPATCHES.c.sector == dispatch.sector,
            )
            .values(_row(dispatch))
        )

    def of(self, alert_id: UUID) -> Sequence[Dispatch]:
        """Return those of an alert, oldest first."""
        rows = self.connection.execute(
            select(DISPATCHES)
            .where(DISPATCHES.c.alert_id == alert_id)
            .order_by(DISPATCHES.c.alert_version, DISPATCHES.c.region, DISPATCHES.c.sector)
        )
        return [_dispatch(row) for row in rows]


def _row(dispatch: Dispatch) -> dict[str, Any]:
    return {
        "alert_id": dispatch.alert_id,
        "alert_version": dispatch.alert_version,
        "notice": dispatch.notice.name,
        "priority": dispatch.priority,
        "created_at": dispatch.created_at,
        "due_at": dispatch.due_at,
        "after": dispatch.after,
        "queued": dispatch.queued,
        "finished_at": dispatch.finished_at,
        "region": dispatch.region,
        "sector": dispatch.sector,
    }


def _dispatch(row: Row[Any]) -> Dispatch:
    return Dispatch(
        alert_id=row.alert_id,
        alert_version=row.alert_version,
        notice=Status[row.notice],
        priority=row.priority,
        created_at=row.created_at,
        due_at=row.due_at,
        after=row.after,
        queued=row.queued,
        finished_at=row.finished_at,
        region=row.region,
        sector=row.sector,
    )
