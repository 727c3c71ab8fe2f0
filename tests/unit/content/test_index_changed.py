"""The index and saved searches follow the record, whichever of them fails."""

from dataclasses import dataclass, field
from uuid import UUID, uuid4

import pytest

from chassis.consumers import IncomingEvent
from isp.content.v1 import content_events_pb2
from services.content.domain.errors import SearchUnavailable
from services.content.inbound.events import IndexChanged


@dataclass
class _Told:
    """Writes down in which order what was told."""

    what: list[object] = field(default_factory=list)
    away: bool = False

    def index(self, document_ids: list[UUID]) -> None:
        self.what.append(list(document_ids))
        if self.away:
            raise SearchUnavailable("away")

    def match(self, *, document_id: UUID) -> None:
        self.what.append(document_id)


def _changed(told: _Told) -> IndexChanged:
    return IndexChanged(told.match, told.index)  # type: ignore[arg-type] # stand for use cases


def _event(document_id: UUID) -> IncomingEvent[content_events_pb2.DocumentChanged]:
    message = content_events_pb2.DocumentChanged()
    message.document.document_id = str(document_id)
    return IncomingEvent(str(uuid4()), str(document_id), 1, message)


def test_documents_are_indexed_before_saved_searches_are_asked() -> None:
    """Who published looks for it; of two events of one document it is matched once."""
    told, one, other = _Told(), uuid4(), uuid4()
    _changed(told).together([_event(one), _event(other), _event(one)])
    assert [[one, other, one], one, other] == told.what


def test_saved_searches_are_matched_while_the_engine_is_away() -> None:
    """And the event comes again, so that the document is indexed later."""
    told, one = _Told(away=True), uuid4()
    with pytest.raises(SearchUnavailable):
        _changed(told)(_event(one))
    assert [[one], one] == told.what
