"""The events that engagement consumes."""

from collections.abc import Callable
from dataclasses import dataclass

from chassis.consumers import Consumption, IncomingEvent
from chassis.principals import PrincipalRow
from chassis.snapshots import row_from_snapshot
from isp.identity.v1 import identity_events_pb2
from services.engagement.usecases.free_questions import FreeQuestions


@dataclass(frozen=True, slots=True)
class FollowPerson:
    """Keeps this service's copy of a person's rights, and frees what a leaver held."""

    keep: Callable[[PrincipalRow], None]
    free_questions: FreeQuestions

    def __call__(self, event: IncomingEvent[identity_events_pb2.PrincipalChanged]) -> None:
        """Keep the row unless a newer one is there, then act on the one that stands."""
        row = row_from_snapshot(event.message.principal)
        self.keep(row)
        self.free_questions(subject=row.subject)


def consumptions(
    keep: Callable[[PrincipalRow], None], free_questions: FreeQuestions
) -> list[Consumption[identity_events_pb2.PrincipalChanged]]:
    """Return what `work` consumes."""
    return [
        Consumption(
            stream="IDENTITY",
            durable="engagement-PrincipalChanged",
            message=identity_events_pb2.PrincipalChanged,
            handle=FollowPerson(keep, free_questions),
        )
    ]
