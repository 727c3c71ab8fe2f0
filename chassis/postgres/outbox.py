"""Events wait here, in the same transaction as the state they tell of, until they are sent."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from google.protobuf.message import Message
from sqlalchemy import Connection, func
from sqlalchemy.dialects.postgresql import insert

from chassis.postgres.tables import OUTBOX


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingEvent:
    """One event: its bare protobuf, and what its headers will say.

    `subject` is the message's full name, with a suffix only where several services publish it.
    """

    event_id: UUID
    message: Message
    aggregate_id: str
    aggregate_version: int
    occurred_at: datetime
    subject_suffix: str = ""

    @property
    def subject(self) -> str:
        """The NATS subject."""
        return f"{self.message.DESCRIPTOR.full_name}{self.subject_suffix}"


@dataclass(frozen=True, slots=True)
class OutboxTable:
    """The outbox on one transaction. A trigger wakes the relay when the transaction commits."""

    connection: Connection

    def append(self, *events: OutgoingEvent) -> None:
        """Keep events to be sent after the commit; none are none."""
        if events:
            self.connection.execute(insert(OUTBOX), [_row(event) for event in events])

    def append_again(self, event: OutgoingEvent) -> None:
        """Keep an event to be sent once more, although one with its id may have been sent."""
        statement = insert(OUTBOX).values(_row(event))
        again = {"sent_at": None, "created_at": func.clock_timestamp()}
        self.connection.execute(
            statement.on_conflict_do_update(
                index_elements=[OUTBOX.c.event_id],
                set_=again | {"payload": statement.excluded.payload},
            )
        )


def _row(event: OutgoingEvent) -> dict[str, Any]:
    return {
        "event_id": event.event_id,
        "subject": event.subject,
        "aggregate_id": event.aggregate_id,
        "aggregate_version": event.aggregate_version,
        "payload": event.message.SerializeToString(deterministic=True),
        "occurred_at": event.occurred_at,
    }
