"""A grant opens one document, on every call that its page makes, and on no list.

On PostgreSQL and the real server, beside every other shape of document; without a search engine.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from uuid import uuid4

import pytest

from chassis.postgres.engine import open_engine
from isp.content.v1 import (
    attachments_pb2,
    content_pb2,
    finding_pb2,
    formats_pb2,
    readings_pb2,
    receipts_pb2,
)
from kernel.principals import Principal
from kernel.tiers import Tier
from services.content.domain.access_request import AccessRequest
from services.content.domain.document import Document, Kind
from services.content.outbound.elasticsearch.index import ElasticsearchDocuments, open_client
from tests.fakes.document_following import FOLLOWING, follow
from tests.fakes.document_shapes import CANARY, READERS, Reader, Shape
from tests.fakes.document_world import FOR_NOBODY, Away, World, world_of_documents

pytestmark = pytest.mark.timeout(600)

AMBER = ("AMBER", "VERIFIED", "", ())
GRANTED = Shape(20_000, AMBER, "en-GB", Kind.BULLETIN, False, False, None)
NOT = Shape(20_001, AMBER, "en-GB", Kind.BULLETIN, False, False, None)
READER: Reader = next(each for each in READERS if each.name == "registered")
LISTS = [each for each in FOLLOWING if not each.editors and "teaser" not in each.name]


class NoEngine(Away):
    """A search engine that is away from the first: what is kept in it is kept nowhere."""

    def __init__(self) -> None:
        super().__init__(ElasticsearchDocuments(client=open_client("http://localhost:1")))
        self.engine = self

    def keep(self, *_documents: Document) -> None:
        """Keep nothing."""

    def refresh(self) -> None:
        """Find nothing."""

    def __getattr__(self, name: str) -> Any:
        return getattr(ElasticsearchDocuments(client=open_client("http://localhost:1")), name)


@pytest.fixture(scope="module")
def world(new_database) -> Iterator[World]:
    database = open_engine(new_database("content").app_url, process="test", pool=4)
    with world_of_documents(database, NoEngine()) as world:
        follow(world)
        yield world
    database.dispose()


def of_a_page(world: World, shape: Shape) -> list[bool]:
    """Ask all that the page of a document asks; return which of it was answered."""
    reading = partial(readings_pb2.NoteReadingRequest, version=1)
    asked: list[tuple[Any, Any]] = [
        (world.content.GetDocument, content_pb2.GetDocumentRequest),
        (world.attachments.ListAttachments, attachments_pb2.ListAttachmentsRequest),
        (world.finding.ListSimilar, finding_pb2.ListSimilarRequest),
        (world.formats.ListFormats, formats_pb2.ListFormatsRequest),
        (world.receipts.GetReceipt, receipts_pb2.GetReceiptRequest),
        (world.readings.NoteReading, reading),
    ]
    return [
        world.look(call, partial(_asking, request), world.ids[shape.number], READER) is not None
        for call, request in asked
    ]


def _asking(request: Any, which: str) -> Any:
    return request(document_id=which)


def test_a_grant_opens_the_whole_page_and_no_list_until_the_marking_rises(world: World) -> None:
    kept = world.keep(GRANTED, NOT)
    _grant(world, kept[GRANTED.number])
    assert [True] * 6 == of_a_page(world, GRANTED)
    assert [False] * 6 == of_a_page(world, NOT)
    for surface in LISTS:
        assert surface.expected(READER) == sorted(surface.see(world, READER)), surface.name

    with world.work() as tx:
        document = kept[GRANTED.number]
        said = replace(document.content, marking=FOR_NOBODY)
        tx.documents.save(replace(document, version=2, content=said))
    world.said.clear()
    assert [False] * 6 == of_a_page(world, GRANTED)
    words = set(CANARY.findall(b"\n".join(world.said)))
    assert not words & GRANTED.canaries


def _grant(world: World, document: Document) -> None:
    caller = world.callers[READER.name]
    assert caller is not None
    reader = Principal(subject=caller.subject, tier=Tier.REGISTERED)
    now = datetime.now(UTC) - timedelta(minutes=1)
    asked = AccessRequest.asked(
        uuid4(), document, by=caller.subject, reason="I run a market.", at=now
    )
    granted = asked.agreed(
        by="owner", days=2, because="Yes.", at=now, reader=reader, document=document
    )
    with world.work() as tx:
        tx.access.add(granted)
