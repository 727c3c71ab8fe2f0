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
from services.alerts.area_messages import for_many
from services.alerts.context_messages import context_added_to_pb
from services.alerts.cordon_messages import cordon_changed_to_pb
from services.alerts.domain.events import (
    AlertEnded,
    AlertIssued,
    ContextAdded,
    CordonChanged,
    Event,
    SiteResponseChanged,
    Snapshot,
    ThreatLevelChanged,
)
from services.alerts.domain.threat_change import StandingLevel
from services.alerts.domain.threat_levels import wording_of
from services.alerts.messages import alert_to_pb
from services.alerts.site_messages import site_changed_to_pb
from services.alerts.threat_messages import standing_to_pb

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

    def again(self, event: Snapshot) -> None:
        """Keep a snapshot under an id that is the same for the same version of what it tells of."""
        if isinstance(event, ThreatLevelChanged):
            table = OutboxTable(self.connection)
            table.append_again(threat_snapshot(event.standing, threat_event_id(event.standing)))
            return
        if isinstance(event, CordonChanged):
            named = uuid5(_AGAIN, f"cordon:{event.cordon.cordon_id}:{event.cordon.version}")
            OutboxTable(self.connection).append_again(_cordon_snapshot(event, named))
            return
        if isinstance(event, SiteResponseChanged):
            named = uuid5(_AGAIN, f"site:{event.site.premises_id}:{event.site.version}")
            OutboxTable(self.connection).append_again(_site_snapshot(event, named))
            return
        alert = event.alert
        again = uuid5(_AGAIN, f"{alert.alert_id}:{alert.version}")
        OutboxTable(self.connection).append_again(_snapshot(event, again))

    def _message(self, event: Event) -> OutgoingEvent:
        if isinstance(event, Used):
            return self.usage.recorded(event.caller, event.metric, at=event.at, detail=event.detail)
        if isinstance(event, ThreatLevelChanged):
            return threat_snapshot(event.standing, self.ids.new())
        if isinstance(event, CordonChanged):
            return _cordon_snapshot(event, self.ids.new())
        if isinstance(event, SiteResponseChanged):
            return _site_snapshot(event, self.ids.new())
        if isinstance(event, ContextAdded):
            return _context_snapshot(event, self.ids.new())
        return _snapshot(event, self.ids.new())


def threat_event_id(standing: StandingLevel) -> UUID:
    """Return the id under which a level is told again: the same each time, in every process.

    It can be guessed, and tells nothing: anyone may read which levels there were.
    """
    return uuid5(_AGAIN, f"{standing.series.value}:{standing.number}")


def threat_snapshot(standing: StandingLevel, event_id: UUID) -> OutgoingEvent:
    """Return the event that a level came into force, with the wording of the day it was set."""
    wording = wording_of(standing.level, standing.set_at)
    return OutgoingEvent(
        event_id=event_id,
        message=alerts_events_pb2.ThreatLevelChanged(standing=standing_to_pb(standing, wording)),
        aggregate_id=standing.series.value,
        aggregate_version=standing.number,
        occurred_at=standing.set_at,
    )


def _cordon_snapshot(event: CordonChanged, event_id: UUID) -> OutgoingEvent:
    cordon = event.cordon
    return OutgoingEvent(
        event_id=event_id,
        message=cordon_changed_to_pb(cordon, event.alert),
        aggregate_id=str(cordon.cordon_id),
        aggregate_version=cordon.version,
        occurred_at=cordon.updated_at or cordon.created_at,
    )


def _context_snapshot(event: ContextAdded, event_id: UUID) -> OutgoingEvent:
    step = event.step
    return OutgoingEvent(
        event_id=event_id,
        message=context_added_to_pb(event),
        aggregate_id=str(step.step_id),
        aggregate_version=step.version,
        occurred_at=step.done_at or step.given_at,
    )


def _site_snapshot(event: SiteResponseChanged, event_id: UUID) -> OutgoingEvent:
    return OutgoingEvent(
        event_id=event_id,
        message=site_changed_to_pb(event.site, event.at),
        aggregate_id=str(event.site.premises_id),
        aggregate_version=event.site.version,
        occurred_at=event.at,
    )


def _snapshot(event: AlertIssued | AlertEnded, event_id: UUID) -> OutgoingEvent:
    alert = event.alert
    kind = (
        alerts_events_pb2.AlertIssued
        if isinstance(event, AlertIssued)
        else alerts_events_pb2.AlertEnded
    )
    return OutgoingEvent(
        event_id=event_id,
        message=kind(alert=for_many(alert_to_pb(alert))),
        aggregate_id=str(alert.alert_id),
        aggregate_version=alert.version,
        occurred_at=_when(event),
    )


def _when(event: AlertIssued | AlertEnded) -> datetime:
    alert = event.alert
    happened = alert.ending.ended_at if alert.ending else alert.issued_at
    assert happened is not None
    return happened
