"""The events that identity consumes: what others want its people to be told by mail."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from chassis.consumers import Consumption, IncomingEvent
from isp.content.v1 import content_events_pb2
from services.identity.usecases.tell_of_formats import TellOfFormats


@dataclass(frozen=True, slots=True)
class FormatAnswered:
    """Tells who asked."""

    tell: TellOfFormats

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

    tell: TellOfFormats

    def __call__(self, event: IncomingEvent[content_events_pb2.FormatRequestOverdue]) -> None:
        """Keep the mail."""
        self.tell(
            event_id=UUID(event.event_id),
            subject=event.message.subject,
            template="format-overdue",
            due_on=event.message.due_on,
        )


def format_consumptions(tell: TellOfFormats) -> list[Consumption[Any]]:
    """Return what `work` consumes of accessible formats."""
    return [
        Consumption(
            stream="CONTENT",
            durable="identity-FormatRequestAnswered",
            message=content_events_pb2.FormatRequestAnswered,
            handle=FormatAnswered(tell),
        ),
        Consumption(
            stream="CONTENT",
            durable="identity-FormatRequestOverdue",
            message=content_events_pb2.FormatRequestOverdue,
            handle=FormatOverdue(tell),
        ),
    ]
