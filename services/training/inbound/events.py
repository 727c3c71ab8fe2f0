"""The events that training consumes."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from chassis.consumers import Consumption, IncomingEvent
from chassis.principals import PrincipalRow
from chassis.snapshots import row_from_snapshot
from isp.identity.v1 import identity_events_pb2


@dataclass(frozen=True, slots=True)
class KeepPrincipal:
    """Keeps this service's copy of a person's rights."""

    keep: Callable[[PrincipalRow], None]

    def __call__(self, event: IncomingEvent[identity_events_pb2.PrincipalChanged]) -> None:
        """Keep the row unless a newer one is there."""
        self.keep(row_from_snapshot(event.message.principal))


def consumptions(keep: Callable[[PrincipalRow], None]) -> list[Consumption[Any]]:
    """Return what `work` consumes."""
    return [
        Consumption(
            stream="IDENTITY",
            durable="training-PrincipalChanged",
            message=identity_events_pb2.PrincipalChanged,
            handle=KeepPrincipal(keep),
        )
    ]
