"""The events that content consumes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from chassis.consumers import Consumption, IncomingEvent
from chassis.principals import PrincipalRow
from chassis.snapshots import row_from_snapshot
from isp.content.v1 import content_events_pb2
from isp.identity.v1 import identity_events_pb2
from services.content.usecases.index_documents import IndexDocuments
from services.content.usecases.match_saved_searches import MatchSavedSearches

AT_ONCE: Final = 256
"""Documents that are indexed by one request: 25 MB if each is as long as it may be."""


@dataclass(frozen=True, slots=True)
class KeepPrincipal:
    """Keeps this service's copy of a person's rights."""

    keep: Callable[[PrincipalRow], None]

    def __call__(self, event: IncomingEvent[identity_events_pb2.PrincipalChanged]) -> None:
        """Keep the row unless a newer one is there."""
        self.keep(row_from_snapshot(event.message.principal))


@dataclass(frozen=True, slots=True)
class IndexChanged:
    """Lets the index and saved searches follow the record.

    The index comes first: who published looks for it. Saved searches need no engine, so they are
    matched also where it is away; the events come again then, and a match that is there stays.
    """

    match_saved_searches: MatchSavedSearches
    index_documents: IndexDocuments

    def __call__(self, event: IncomingEvent[content_events_pb2.DocumentChanged]) -> None:
        """Index and match the document as it stands now."""
        self.together([event])

    def together(self, events: Sequence[IncomingEvent[content_events_pb2.DocumentChanged]]) -> None:
        """Index the documents of many events by one request, and match them."""
        documents = [UUID(each.message.document.document_id) for each in events]
        try:
            self.index_documents(documents)
        finally:
            for document_id in dict.fromkeys(documents):
                self.match_saved_searches(document_id=document_id)


def consumptions(
    keep: Callable[[PrincipalRow], None],
    index_documents: IndexDocuments,
    match: MatchSavedSearches,
) -> list[Consumption[Any]]:
    """Return what `work` consumes."""
    index_changed = IndexChanged(match, index_documents)
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
            handle=index_changed,
            together=index_changed.together,
            most=AT_ONCE,
        ),
    ]
