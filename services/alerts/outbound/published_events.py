"""Domain events as messages in the outbox."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID, uuid5

from sqlalchemy import Connection

from chassis.postgres.outbox import OutboxTable, OutgoingEvent
from chassis.usage import UsageEvents
from isp.alerts.v1 import alerts_events_pb2
from kernel.ports import Ids
from kernel.usage import Used
from services.alerts.domain.events import AlertEnded, AlertIssued, Event
from services.alerts.messages import alert_to_pb

_AGAIN: Final = UUID("0b0f9d0e-6a7c-4a53-9a0b-1f2f7f0a5c11")


@dataclass(frozen=True, slots=True)
class PublishedEvents:
    """The outbox of alerts on one transaction."""

    connection: Connection
    ids: Ids
    usage: UsageEvents

    def add(self, *events: Event) -> None:
        """Keep events to be sent."""
        OutboxTable(self.connection).append(*map(self._message, events))

    def again(self, event: AlertIssued | AlertEnded) -> None:
        """Keep a snapshot under an id that is the same for the same version of the alert."""
        alert = event.alert
        again = uuid5(_AGAIN, f"{alert.alert_id}:{alert.version}")
        OutboxTable(self.connection).append_again(_snapshot(event, again))

    def _message(self, event: Event) -> OutgoingEvent:
        if isinstance(event, Used):
            return self.usage.recorded(event.caller, event.metric, at=event.at, detail=event.detail)
        return _snapshot(event, self.ids.new())


def _snapshot(event: AlertIssued | AlertEnded, event_id: UUID) -> OutgoingEvent:
    alert = event.alert
    kind = (
        alerts_events_pb2.AlertIssued
        if isinstance(event, AlertIssued)
        else alerts_events_pb2.AlertEnded
    )
    return OutgoingEvent(
        event_id=event_id,
        message=kind(alert=alert_to_pb(alert)),
        aggregate_id=str(alert.alert_id),
        aggregate_version=alert.version,
        occurred_at=_when(event),
    )


def _when(event: AlertIssued | AlertEnded) -> datetime:
    alert = event.alert
    happened = alert.ending.ended_at if alert.ending else alert.issued_at
    assert happened is not None
    return happened
