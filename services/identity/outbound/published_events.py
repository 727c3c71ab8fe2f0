"""Domain events as messages in the outbox."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID, uuid5

from sqlalchemy import Connection

from chassis.postgres.outbox import OutboxTable, OutgoingEvent
from chassis.snapshots import snapshot_of
from chassis.usage import UsageEvents
from isp.identity.v1 import identity_events_pb2
from kernel.ports import Clock, Ids
from kernel.usage import Used
from services.identity.domain.events import Event, Heartbeat, PrincipalChanged
from services.identity.outbound.postgres.subscribers_store import principal_row

_AGAIN: Final = UUID("5f0c2f3e-93e5-4d0c-8d5b-3b0a6f5c9a42")


@dataclass(frozen=True, slots=True)
class PublishedEvents:
    """The outbox of identity on one transaction."""

    connection: Connection
    ids: Ids
    clock: Clock
    usage: UsageEvents

    def add(self, *events: Event) -> None:
        """Keep events to be sent."""
        OutboxTable(self.connection).append(*map(self._message, events))

    def again(self, event: PrincipalChanged) -> None:
        """Keep a snapshot under an id that is the same for the same version of the rights."""
        person = event.subscriber
        again = uuid5(_AGAIN, f"{person.subject}:{person.rights_version}")
        OutboxTable(self.connection).append_again(self._changed(event, again))

    def _message(self, event: Event) -> OutgoingEvent:
        match event:
            case PrincipalChanged():
                return self._changed(event, self.ids.new())
            case Heartbeat():
                return self._heartbeat(event)
            case Used():
                return self.usage.recorded(
                    event.caller, event.metric, at=event.at, detail=event.detail
                )

    def _changed(self, event: PrincipalChanged, event_id: UUID) -> OutgoingEvent:
        person = event.subscriber
        return OutgoingEvent(
            event_id=event_id,
            message=identity_events_pb2.PrincipalChanged(
                principal=snapshot_of(principal_row(person))
            ),
            aggregate_id=person.subject,
            aggregate_version=person.rights_version,
            occurred_at=self.clock.now(),
        )

    def _heartbeat(self, event: Heartbeat) -> OutgoingEvent:
        message = identity_events_pb2.IdentityHeartbeat()
        message.sent_at.FromDatetime(event.at)
        return OutgoingEvent(
            event_id=self.ids.new(),
            message=message,
            aggregate_id="identity",
            aggregate_version=0,
            occurred_at=event.at,
        )
