"""The index and saved searches follow the record, each by a consumer of its own."""

from uuid import UUID, uuid4

import pytest

from chassis.consumers import IncomingEvent
from isp.content.v1 import content_events_pb2
from services.content.domain.errors import SearchUnavailable
from services.content.inbound.events import consumptions


class Hearing:
    """Hears of documents, as what ends grants does."""

    def __init__(self) -> None:
        self.heard: list[UUID] = []

    def document_changed(self, document_id: UUID) -> None:
        self.heard.append(document_id)


def _event(document_id: UUID) -> IncomingEvent[content_events_pb2.DocumentChanged]:
    message = content_events_pb2.DocumentChanged()
    message.document.document_id = str(document_id)
    return IncomingEvent(str(uuid4()), str(document_id), 1, message)


def test_many_documents_are_indexed_by_one_request_that_waits_for_no_saved_search() -> None:
    indexed, matched, access = list[list[UUID]](), list[UUID](), Hearing()
    one, other = uuid4(), uuid4()
    _, _, index, match = consumptions(
        lambda _row: None,
        indexed.append,  # type: ignore[arg-type] # stands for a use case
        lambda *document_ids: matched.extend(document_ids),  # type: ignore[arg-type]
        access,  # type: ignore[arg-type]
        Hearing(),  # type: ignore[arg-type]
    )
    assert index.together is not None
    index.together([_event(one), _event(other)])
    assert ([[one, other]], []) == (indexed, matched)
    match.handle(_event(one))
    assert match.together is not None
    match.together([_event(one), _event(other)])
    assert [one, one, other] == matched == access.heard


def test_saved_searches_are_matched_while_the_engine_is_away() -> None:
    matched, one, access = list[UUID](), uuid4(), Hearing()

    def away(_ids: list[UUID]) -> None:
        raise SearchUnavailable("away")

    _, _, index, match = consumptions(
        lambda _row: None,
        away,  # type: ignore[arg-type] # stands for a use case
        lambda *document_ids: matched.extend(document_ids),  # type: ignore[arg-type]
        access,  # type: ignore[arg-type]
        Hearing(),  # type: ignore[arg-type]
    )
    with pytest.raises(SearchUnavailable):
        index.handle(_event(one))
    match.handle(_event(one))
    assert [one] == matched == access.heard
