"""The events that content consumes."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from chassis.consumers import Consumption, IncomingEvent
from chassis.principals import PrincipalRow
from chassis.snapshots import row_from_snapshot
from isp.content.v1 import content_events_pb2
from isp.identity.v1 import identity_events_pb2
from services.content.usecases.index_document import IndexDocument


@dataclass(frozen=True, slots=True)
class KeepPrincipal:
    """Keeps this service's copy of a person's rights."""

    keep: Callable[[PrincipalRow], None]

    def __call__(self, event: IncomingEvent[identity_events_pb2.PrincipalChanged]) -> None:
        """Keep the row unless a newer one is there."""
        self.keep(row_from_snapshot(event.message.principal))


@dataclass(frozen=True, slots=True)
class IndexChanged:
    """Lets the index follow the record."""

    index_document: IndexDocument

    def __call__(self, event: IncomingEvent[content_events_pb2.DocumentChanged]) -> None:
        """Index the document as it stands now."""
        self.index_document(document_id=UUID(event.message.document.document_id))


def consumptions(
    keep: Callable[[PrincipalRow], None], index_document: IndexDocument
) -> list[Consumption[Any]]:
    """Return what `work` consumes."""
    return [
        Consumption(
            stream="IDENTITY",
            durable="content-PrincipalChanged",
            message=identity_events_pb2.PrincipalChanged,
            handle=KeepPrincipal(keep),
        ),
        Consumption(
            stream="CONTENT",
            durable="content-DocumentChanged",
            message=content_events_pb2.DocumentChanged,
            handle=IndexChanged(index_document),
        ),
    ]
