"""The events that analytics consumes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC
from typing import Any, Final
from uuid import UUID

from chassis.consumers import Consumption, IncomingEvent
from chassis.jetstream import USAGE_STREAM
from chassis.principals import PrincipalRow
from chassis.snapshots import row_from_snapshot
from isp.identity.v1 import identity_events_pb2
from isp.usage.v1 import usage_pb2
from kernel.tiers import Tier
from services.analytics.domain.usage import Usage
from services.analytics.usecases.record_usage import RecordUsage

DURABLE: Final = "analytics-UsageRecorded"
_OF_ALL: Final = ".*"
SUBJECT: Final = f"{usage_pb2.UsageRecorded.DESCRIPTOR.full_name}{_OF_ALL}"
"""What every service's usage events come under."""


@dataclass(frozen=True, slots=True)
class KeepPrincipal:
    """Keeps this service's copy of a person's rights."""

    keep: Callable[[PrincipalRow], None]

    def __call__(self, event: IncomingEvent[identity_events_pb2.PrincipalChanged]) -> None:
        """Keep the row unless a newer one is there."""
        self.keep(row_from_snapshot(event.message.principal))


@dataclass(frozen=True, slots=True)
class CountUsage:
    """Counts what any service tells of."""

    record_usage: RecordUsage

    def __call__(self, event: IncomingEvent[usage_pb2.UsageRecorded]) -> None:
        """Count it under its id; NATS let only the service that it names send it."""
        said = event.message
        self.record_usage(
            Usage(
                event_id=UUID(event.event_id),
                service=event.subject.rpartition(".")[2],
                metric=said.metric,
                occurred_at=said.occurred_at.ToDatetime(tzinfo=UTC),
                pseudonym=said.pseudonym,
                tier=Tier(said.tier),
                region=said.region,
                sector=said.sector,
                detail=said.detail,
            )
        )


def consumptions(
    keep: Callable[[PrincipalRow], None], record_usage: RecordUsage
) -> list[Consumption[Any]]:
    """Return what `work` consumes."""
    return [
        Consumption(
            stream="IDENTITY",
            durable="analytics-PrincipalChanged",
            message=identity_events_pb2.PrincipalChanged,
            handle=KeepPrincipal(keep),
        ),
        Consumption(
            stream=USAGE_STREAM.name,
            durable=DURABLE,
            message=usage_pb2.UsageRecorded,
            subject_suffix=_OF_ALL,
            handle=CountUsage(record_usage),
        ),
    ]
