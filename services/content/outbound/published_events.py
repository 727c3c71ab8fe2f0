"""Domain events as messages in the outbox."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID, uuid5

from google.protobuf.message import Message
from sqlalchemy import Connection

from chassis.postgres.outbox import OutboxTable, OutgoingEvent
from chassis.usage import UsageEvents
from isp.content.v1 import access_pb2, content_events_pb2
from kernel.ports import Ids
from kernel.usage import Used
from services.content.domain.events import (
    AccessRequestChanged,
    DocumentChanged,
    Event,
    FormatRequestAnswered,
    FormatRequestOverdue,
    ReceiptReminded,
    SavedSearchMailDue,
    SavedSearchMatched,
)
from services.content.messages import document_to_pb

_AGAIN: Final = UUID("e2a5b7a0-4f0c-4a0e-8a7f-6d1d2c9b7f31")


@dataclass(frozen=True, slots=True)
class PublishedEvents:
    """The outbox of content on one transaction."""

    connection: Connection
    ids: Ids
    usage: UsageEvents

    def add(self, *events: Event) -> None:
        """Keep events to be sent."""
        OutboxTable(self.connection).append(*map(self._message, events))

    def again(self, event: DocumentChanged) -> None:
        """Keep a snapshot under an id that is the same for the same version of the document."""
        document = event.document
        again = uuid5(_AGAIN, f"{document.document_id}:{document.version}")
        OutboxTable(self.connection).append_again(_snapshot(event, again))

    def _message(self, event: Event) -> OutgoingEvent:
        if isinstance(event, Used):
            return self.usage.recorded(event.caller, event.metric, at=event.at, detail=event.detail)
        if isinstance(event, SavedSearchMatched):
            return _matched(event, self.ids.new())
        if isinstance(event, AccessRequestChanged):
            return _access(event, self.ids.new())
        if isinstance(event, FormatRequestAnswered | FormatRequestOverdue):
            return _of_format(event, self.ids.new())
        if isinstance(event, SavedSearchMailDue | ReceiptReminded):
            return _to_mail(event, self.ids.new())
        return _snapshot(event, self.ids.new())


def _matched(event: SavedSearchMatched, event_id: UUID) -> OutgoingEvent:
    saved, document = event.saved, event.document
    return OutgoingEvent(
        event_id=event_id,
        message=content_events_pb2.SavedSearchMatched(
            saved_search_id=str(saved.saved_search_id),
            subject=saved.owner,
            document_id=str(document.document_id),
            document_version=document.version,
        ),
        aggregate_id=str(saved.saved_search_id),
        aggregate_version=saved.version,
        occurred_at=event.at,
    )


def _access(event: AccessRequestChanged, event_id: UUID) -> OutgoingEvent:
    request = event.request
    status = f"ACCESS_REQUEST_STATUS_{request.status.name}"
    return OutgoingEvent(
        event_id=event_id,
        message=content_events_pb2.AccessRequestChanged(
            request_id=str(request.request_id),
            version=request.version,
            subject=request.subject,
            owner=event.owner or "",
            status=access_pb2.AccessRequestStatus.Value(status),
            editors=event.editors,
        ),
        aggregate_id=str(request.request_id),
        aggregate_version=request.version,
        occurred_at=request.changed_at,
    )


def _of_format(
    event: FormatRequestAnswered | FormatRequestOverdue, event_id: UUID
) -> OutgoingEvent:
    request = event.request
    said = {"request_id": str(request.request_id), "subject": event.to}
    if isinstance(event, FormatRequestOverdue):
        due_on = request.due_on.isoformat()
        message: Message = content_events_pb2.FormatRequestOverdue(**said, due_on=due_on)
        at = event.at
    else:
        message = content_events_pb2.FormatRequestAnswered(**said)
        at = request.ended_at or request.asked_at
    return OutgoingEvent(
        event_id=event_id,
        message=message,
        aggregate_id=str(request.request_id),
        aggregate_version=request.version,
        occurred_at=at,
    )


def _to_mail(event: SavedSearchMailDue | ReceiptReminded, event_id: UUID) -> OutgoingEvent:
    if isinstance(event, ReceiptReminded):
        message: Message = content_events_pb2.ReceiptReminded(subject=event.subject)
    else:
        message = content_events_pb2.SavedSearchMailDue(
            subject=event.subject,
            count=event.count,
            stop_token=event.stop_token,
            since_us=round(event.since.timestamp() * 1_000_000),
        )
    return OutgoingEvent(
        event_id=event_id,
        message=message,
        aggregate_id=event.subject,
        aggregate_version=1,
        occurred_at=event.at,
    )


def _snapshot(event: DocumentChanged, event_id: UUID) -> OutgoingEvent:
    document = event.document
    return OutgoingEvent(
        event_id=event_id,
        message=content_events_pb2.DocumentChanged(document=document_to_pb(document)),
        aggregate_id=str(document.document_id),
        aggregate_version=document.version,
        occurred_at=document.changed_at,
    )
