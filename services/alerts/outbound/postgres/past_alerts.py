"""What was published lately, from the outbox: the stream's memory."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, Engine, func, or_, select

from chassis.postgres.engine import refusing_when_away
from chassis.postgres.tables import OUTBOX
from isp.alerts.v1 import alerts_events_pb2
from services.alerts.outbound.postgres.threat_levels_store import PostgresThreatLevelChanges
from services.alerts.outbound.published_events import threat_event_id, threat_snapshot

_SUBJECTS: Final = (
    alerts_events_pb2.AlertIssued.DESCRIPTOR.full_name,
    alerts_events_pb2.AlertEnded.DESCRIPTOR.full_name,
    alerts_events_pb2.ThreatLevelChanged.DESCRIPTOR.full_name,
    alerts_events_pb2.CordonChanged.DESCRIPTOR.full_name,
    alerts_events_pb2.SiteResponseChanged.DESCRIPTOR.full_name,
    alerts_events_pb2.ContextAdded.DESCRIPTOR.full_name,
)
KEPT: Final = timedelta(days=7)
LATELY: Final = timedelta(minutes=2)
GRACE: Final = timedelta(seconds=2)
"""What is younger than this comes by NATS; it is read here only if it did not."""

MOST_LATELY: Final = 10_000


@dataclass(frozen=True, slots=True)
class PastEvent:
    """One event of the outbox."""

    event_id: str
    subject: str
    payload: bytes
    made_at: datetime | None = None
    waited: bool = False
    """Whether it was not sent at once: a process may have shown it before, read from here."""


@dataclass(frozen=True, slots=True)
class PostgresPastAlerts:
    """Reads what was published in the order in which it was sent, what was not sent yet last."""

    engine: Engine

    def standing(self) -> Sequence[PastEvent]:
        """Return the threat levels that stand, as events under ids that never change.

        Raises:
            DatabaseUnavailable: the database is away.
        """
        with refusing_when_away(), self.engine.connect() as connection:
            standing = PostgresThreatLevelChanges(connection).standing().values()
        told = [threat_snapshot(each, threat_event_id(each)) for each in standing]
        return [
            PastEvent(str(each.event_id), each.subject, each.message.SerializeToString())
            for each in told
        ]

    def newest(self, most: int) -> Sequence[PastEvent]:
        """Return the newest events of the last seven days.

        Raises:
            DatabaseUnavailable: the database is away.
        """
        now = func.clock_timestamp()
        return self._read(most, OUTBOX.c.created_at > now - KEPT)

    def lately(self) -> Sequence[PastEvent]:
        """Return the events of the last two minutes, and unsent ones, that are not brand new.

        Raises:
            DatabaseUnavailable: the database is away.
        """
        now = func.clock_timestamp()
        return self._read(
            MOST_LATELY,
            # Each half has its own partial index.
            or_(OUTBOX.c.sent_at.is_(None), OUTBOX.c.sent_at > now - LATELY),
            OUTBOX.c.created_at < now - GRACE,
        )

    def _read(self, most: int, *which: ColumnElement[bool]) -> Sequence[PastEvent]:
        statement = (
            select(
                *(OUTBOX.c.event_id, OUTBOX.c.subject, OUTBOX.c.payload, OUTBOX.c.created_at),
                func.coalesce(OUTBOX.c.sent_at > OUTBOX.c.created_at + GRACE, True).label("waited"),
            )
            .where(OUTBOX.c.subject.in_(_SUBJECTS), *which)
            .order_by(OUTBOX.c.sent_at.desc().nulls_first(), OUTBOX.c.created_at.desc())
            .limit(most)
        )
        with refusing_when_away(), self.engine.connect() as connection:
            rows = connection.execute(statement).all()
        return [
            PastEvent(str(row.event_id), row.subject, row.payload, row.created_at, row.waited)
            for row in reversed(rows)
        ]
