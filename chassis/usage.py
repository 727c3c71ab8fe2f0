"""Usage events that name nobody: a keyed digest that changes each day stands for the person."""

from dataclasses import dataclass
from datetime import datetime

from chassis.postgres.outbox import OutgoingEvent
from chassis.pseudonyms import Pseudonyms
from isp.usage.v1 import usage_pb2
from kernel.ports import Ids
from kernel.principals import Principal


@dataclass(frozen=True, slots=True, kw_only=True)
class UsageEvents:
    """Makes one service's usage events."""

    service: str
    pseudonyms: Pseudonyms
    ids: Ids

    def recorded(
        self, caller: Principal, metric: str, *, at: datetime, detail: str = ""
    ) -> OutgoingEvent:
        """Return the event that a caller did something; `detail` is never an id of a person."""
        event_id = self.ids.new()
        message = usage_pb2.UsageRecorded(
            metric=metric,
            pseudonym=self.pseudonyms.of_day(caller.subject, at) if caller.subject else "",
            tier=caller.tier.value,  # type: ignore[arg-type] # the same numbers; a test holds them together
            region=min(caller.regions, default=""),
            sector=min(caller.sectors, default=""),
            detail=detail,
        )
        message.occurred_at.FromDatetime(at)
        return OutgoingEvent(
            event_id=event_id,
            message=message,
            aggregate_id=str(event_id),
            aggregate_version=1,
            occurred_at=at,
            subject_suffix=f".{self.service}",
        )
