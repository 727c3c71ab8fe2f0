"""Domain events as messages in the outbox."""

from dataclasses import dataclass

from sqlalchemy import Connection

from chassis.postgres.outbox import OutboxTable
from chassis.usage import UsageEvents
from services.analytics.domain.events import Event


@dataclass(frozen=True, slots=True)
class PublishedEvents:
    """The outbox of analytics on one transaction: what analysts do is counted too."""

    connection: Connection
    usage: UsageEvents

    def add(self, *events: Event) -> None:
        """Keep events to be sent."""
        OutboxTable(self.connection).append(
            *(
                self.usage.recorded(each.caller, each.metric, at=each.at, detail=each.detail)
                for each in events
            )
        )
