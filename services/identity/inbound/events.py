"""The events that identity consumes: what others want its people to be told by mail."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from google.protobuf.message import Message

from chassis.consumers import Consumption, IncomingEvent
from isp.content.v1 import access_pb2, content_events_pb2
from services.identity.usecases.mail_matches import MailMatches
from services.identity.usecases.tell_of_content import TellOfContent

_WAITING: Final = access_pb2.ACCESS_REQUEST_STATUS_WAITING
_TO_REQUESTER: Final = {
    access_pb2.ACCESS_REQUEST_STATUS_GRANTED: "access-answered",
    access_pb2.ACCESS_REQUEST_STATUS_REFUSED: "access-answered",
    access_pb2.ACCESS_REQUEST_STATUS_LAPSED: "access-answered",
    access_pb2.ACCESS_REQUEST_STATUS_REVOKED: "access-ended",
    access_pb2.ACCESS_REQUEST_STATUS_ENDED: "access-ended",
}
"""What its requester hears of a request; what they gave up themselves is no news to them."""


@dataclass(frozen=True, slots=True)
class FormatAnswered:
    """Tells who asked."""

    tell: TellOfContent

    def __call__(self, event: IncomingEvent[content_events_pb2.FormatRequestAnswered]) -> None:
        """Keep the mail."""
        self.tell(
            event_id=UUID(event.event_id),
            subject=event.message.subject,
            template="format-answered",
        )


@dataclass(frozen=True, slots=True)
class FormatOverdue:
    """Tells an editor."""

    tell: TellOfContent

    def __call__(self, event: IncomingEvent[content_events_pb2.FormatRequestOverdue]) -> None:
        """Keep the mail."""
        self.tell(
            event_id=UUID(event.event_id),
            subject=event.message.subject,
            template="format-overdue",
            due_on=event.message.due_on,
        )


@dataclass(frozen=True, slots=True)
class AccessChanged:
    """Tells the owner that somebody asks, or editors instead, and the requester what came of it."""

    tell: TellOfContent

    def __call__(self, event: IncomingEvent[content_events_pb2.AccessRequestChanged]) -> None:
        """Keep the mail, if this is news to anybody."""
        message = event.message
        subject, template = message.subject, _TO_REQUESTER.get(message.status)
        if message.status == _WAITING and message.owner:
            subject, template = message.owner, "access-asked"
        event_id = UUID(event.event_id)
        if template is not None:
            self.tell(event_id=event_id, subject=subject, template=template)
        for editor in message.editors:
            self.tell(event_id=event_id, subject=editor, template="access-asked-editors")


@dataclass(frozen=True, slots=True)
class Reminded:
    """Tells who has not confirmed."""

    tell: TellOfContent

    def __call__(self, event: IncomingEvent[content_events_pb2.ReceiptReminded]) -> None:
        """Keep the mail."""
        self.tell(
            event_id=UUID(event.event_id),
            subject=event.message.subject,
            template="receipt-reminded",
        )


@dataclass(frozen=True, slots=True)
class MatchesDue:
    """Mails somebody of what they look for."""

    mail_matches: MailMatches

    def __call__(self, event: IncomingEvent[content_events_pb2.SavedSearchMailDue]) -> None:
        """Mail them, or put it off."""
        message = event.message
        self.mail_matches(
            event_id=event.event_id,
            subject=message.subject,
            count=message.count,
            stop_token=message.stop_token,
            since_us=message.since_us,
        )


def consumptions(tell: TellOfContent, mail_matches: MailMatches) -> list[Consumption[Any]]:
    """Return what `work` consumes."""
    return [
        _of_content(content_events_pb2.FormatRequestAnswered, FormatAnswered(tell)),
        _of_content(content_events_pb2.FormatRequestOverdue, FormatOverdue(tell)),
        _of_content(content_events_pb2.AccessRequestChanged, AccessChanged(tell)),
        _of_content(content_events_pb2.ReceiptReminded, Reminded(tell)),
        _of_content(content_events_pb2.SavedSearchMailDue, MatchesDue(mail_matches)),
    ]


def _of_content(message: type[Message], handle: Callable[[Any], None]) -> Consumption[Any]:
    durable = f"identity-{message.DESCRIPTOR.name}"
    return Consumption(stream="CONTENT", durable=durable, message=message, handle=handle)
