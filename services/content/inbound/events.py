"""The events that content consumes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from chassis.consumers import Consumption, IncomingEvent
from chassis.principals import PrincipalRow
from chassis.snapshots import row_from_snapshot
from isp.content.v1 import content_events_pb2
from isp.identity.v1 import identity_events_pb2
from services.content.inbound.access_events import AccessEvents
from services.content.usecases.index_documents import IndexDocuments
from services.content.usecases.match_saved_searches import MatchSavedSearches
from services.content.usecases.tell_matches import PutOffMail

AT_ONCE: Final = 256
"""Documents that are indexed by one request: 25 MB if each is as long as it may be."""

MATCHED_AT_ONCE: Final = 64
"""Documents that are held against saved searches in one transaction."""


@dataclass(frozen=True, slots=True)
class KeepPrincipal:
    """Keeps this service's copy of a person's rights, and ends what they no longer bear."""

    keep: Callable[[PrincipalRow], None]
    access: AccessEvents

    def __call__(self, event: IncomingEvent[identity_events_pb2.PrincipalChanged]) -> None:
        """Keep the row unless a newer one is there; whatever is there, what fell ends grants."""
        row = row_from_snapshot(event.message.principal)
        self.keep(row)
        self.access.person_changed(row)


@dataclass(frozen=True, slots=True)
class IndexChanged:
    """Lets the index follow the record."""

    index_documents: IndexDocuments

    def __call__(self, event: IncomingEvent[content_events_pb2.DocumentChanged]) -> None:
        """Index the document as it stands now."""
        self.together([event])

    def together(self, events: Sequence[IncomingEvent[content_events_pb2.DocumentChanged]]) -> None:
        """Index the documents of many events by one request."""
        self.index_documents([_document_of(each) for each in events])


@dataclass(frozen=True, slots=True)
class MatchChanged:
    """Lets grants and saved searches follow the record."""

    match_saved_searches: MatchSavedSearches
    access: AccessEvents

    def __call__(self, event: IncomingEvent[content_events_pb2.DocumentChanged]) -> None:
        """Judge grants by the document as it stands now, and match it."""
        self.together([event])

    def together(self, events: Sequence[IncomingEvent[content_events_pb2.DocumentChanged]]) -> None:
        """Judge the grants of many documents, and match them in one transaction."""
        documents = list(dict.fromkeys(map(_document_of, events)))
        for document_id in documents:
            self.access.document_changed(document_id)
        self.match_saved_searches(*documents)


def _document_of(event: IncomingEvent[content_events_pb2.DocumentChanged]) -> UUID:
    return UUID(event.message.document.document_id)


@dataclass(frozen=True, slots=True)
class MailPutOff:
    """Looks again at what is to be mailed, when somebody is to be left alone no more."""

    put_off: PutOffMail

    def __call__(self, event: IncomingEvent[identity_events_pb2.SavedSearchMailPutOff]) -> None:
        """Put it off."""
        message = event.message
        since = datetime.fromtimestamp(0, UTC) + timedelta(microseconds=message.since_us)
        until = message.until.ToDatetime(tzinfo=UTC)
        self.put_off(subject=message.subject, until=until, since=since)


def consumptions(
    keep: Callable[[PrincipalRow], None],
    index_documents: IndexDocuments,
    match: MatchSavedSearches,
    access: AccessEvents,
    put_off: PutOffMail,
) -> list[Consumption[Any]]:
    """Return what `work` consumes.

    Saved searches have a consumer of their own: what is published is found before many were asked,
    and they are matched while the engine is away.
    """
    index_changed, match_changed = IndexChanged(index_documents), MatchChanged(match, access)
    return [
        Consumption(
            stream="IDENTITY",
            durable="content-PrincipalChanged",
            message=identity_events_pb2.PrincipalChanged,
            handle=KeepPrincipal(keep, access),
        ),
        Consumption(
            stream="IDENTITY",
            durable="content-SavedSearchMailPutOff",
            message=identity_events_pb2.SavedSearchMailPutOff,
            handle=MailPutOff(put_off),
        ),
        Consumption(
            stream="CONTENT",
            durable="content-DocumentChanged",
            message=content_events_pb2.DocumentChanged,
            handle=index_changed,
            together=index_changed.together,
            most=AT_ONCE,
        ),
        Consumption(
            stream="CONTENT",
            durable="content-DocumentChanged-saved",
            message=content_events_pb2.DocumentChanged,
            handle=match_changed,
            together=match_changed.together,
            most=MATCHED_AT_ONCE,
        ),
    ]
