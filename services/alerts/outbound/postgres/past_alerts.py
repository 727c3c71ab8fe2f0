"""What was published lately, from the outbox: the stream's memory."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Engine, Row, func, select

from chassis.postgres.engine import refusing_when_away
from chassis.postgres.tables import OUTBOX
from isp.alerts.v1 import alert_pb2, alerts_events_pb2

_KINDS: Final = {
    kind.DESCRIPTOR.full_name: kind
    for kind in (alerts_events_pb2.AlertIssued, alerts_events_pb2.AlertEnded)
}
_KEPT: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class PostgresPastAlerts:
    """Reads the events of the last seven days."""

    engine: Engine

    def newest(self, most: int) -> Sequence[tuple[str, datetime, alert_pb2.Alert]]:
        """Return (event id, time, alert) of the newest events, oldest first.

        Raises:
            DatabaseUnavailable: the database is away.
        """
        newest_first = (
            select(OUTBOX)
            .where(
                OUTBOX.c.subject.in_(_KINDS),
                OUTBOX.c.created_at > func.clock_timestamp() - _KEPT,
            )
            .order_by(OUTBOX.c.created_at.desc())
            .limit(most)
        )
        with refusing_when_away(), self.engine.connect() as connection:
            return [_past(row) for row in connection.execute(newest_first)][::-1]


def _past(row: Row[Any]) -> tuple[str, datetime, alert_pb2.Alert]:
    body = _KINDS[row.subject].FromString(row.payload)
    return str(row.event_id), row.occurred_at, body.alert
