"""Domain events as messages in the outbox."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID, uuid5

from sqlalchemy import Connection

from chassis.postgres.outbox import OutboxTable, OutgoingEvent
from chassis.usage import UsageEvents
from isp.engagement.v1 import engagement_events_pb2 as pb
from kernel.ports import Ids
from kernel.usage import Used
from services.engagement.domain.events import Event, QuestionAnswered, QuestionChanged
from services.engagement.messages import snapshot_of

_AGAIN: Final = UUID("5b0c3c54-8d0e-4c39-9a2b-52f5a4f0b0c6")


@dataclass(frozen=True, slots=True)
class PublishedEvents:
    """The outbox of engagement on one transaction."""

    connection: Connection
    ids: Ids
    usage: UsageEvents

    def add(self, *events: Event) -> None:
        """Keep events to be sent."""
        OutboxTable(self.connection).append(*map(self._message, events))

    def again(self, event: QuestionChanged) -> None:
        """Keep a snapshot under an id that is the same for the same version of the question."""
        question = event.question
        again = uuid5(_AGAIN, f"{question.question_id}:{question.version}")
        OutboxTable(self.connection).append_again(_snapshot(event, again))

    def _message(self, event: Event) -> OutgoingEvent:
        if isinstance(event, Used):
            return self.usage.recorded(event.caller, event.metric, at=event.at, detail=event.detail)
        return _snapshot(event, self.ids.new())


def _snapshot(event: QuestionChanged | QuestionAnswered, event_id: UUID) -> OutgoingEvent:
    question = event.question
    message = pb.QuestionAnswered if isinstance(event, QuestionAnswered) else pb.QuestionChanged
    return OutgoingEvent(
        event_id=event_id,
        message=message(question=snapshot_of(question)),
        aggregate_id=str(question.question_id),
        aggregate_version=question.version,
        occurred_at=question.changed_at,
    )
