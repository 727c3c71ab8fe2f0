"""Feeds through the front of content."""

from uuid import uuid4

import pytest

from isp.content.v1 import document_pb2
from isp.content.v1 import feeds_pb2 as pb
from isp.content.v1.feeds_pb2_grpc import FeedsServiceStub
from kernel.markings import Marking, Tlp
from kernel.principals import Principal
from kernel.tiers import Tier
from services.content.domain.upkeep import Revision
from tests.fakes.content import AMBER, NOON, MemoryContentStores, content, published
from tests.fakes.serving import Caller, Served, refusal

GREEN = Marking(tlp=Tlp.GREEN, minimum_tier=Tier.REGISTERED)


@pytest.fixture
def feeds(server: Served) -> FeedsServiceStub:
    return FeedsServiceStub(server.channel)


@pytest.fixture
def reader(server: Served, stores: MemoryContentStores) -> Caller:
    caller = server.caller(tier=Tier.VERIFIED)
    stores.readers.known[caller.subject] = Principal(subject=caller.subject, tier=Tier.VERIFIED)
    return caller


def renewed(feeds: FeedsServiceStub, by: Caller, key: str = "") -> pb.RenewFeedLinkResponse:
    request = pb.RenewFeedLinkRequest(idempotency_key=key or str(uuid4()))
    return feeds.RenewFeedLink(request, metadata=by.metadata)


def test_the_public_feed_says_what_anyone_may_read_whoever_asks(
    feeds: FeedsServiceStub, reader: Caller, stores: MemoryContentStores
) -> None:
    document = published(tags=("kerbs",))
    stores.documents.add(document)
    revision = Revision(note="Other bollards.", material=True)
    stores.documents.save(
        document.revise(content(tags=("kerbs",)), by="editor", at=NOON, revision=revision)
    )
    stores.documents.add(published(marking=GREEN))
    (entry,) = feeds.ReadFeed(pb.ReadFeedRequest(), metadata=reader.metadata).entries
    assert (str(document.document_id), "Hostile vehicles", "Other bollards.", ["kerbs"]) == (
        entry.document_id,
        entry.title,
        entry.note,
        [*entry.tags],
    )
    assert "Keep vehicles away from crowds." == entry.summary


def test_of_what_not_everyone_may_read_a_feed_says_less(
    feeds: FeedsServiceStub, reader: Caller, stores: MemoryContentStores
) -> None:
    for marking in (GREEN, AMBER):
        stores.documents.add(published(marking=marking, tags=("kerbs",), title=marking.tlp.name))
    token = renewed(feeds, reader).token
    entries = feeds.ReadOwnFeed(pb.ReadOwnFeedRequest(token=token)).entries
    said = {(each.title, each.summary, each.note, *each.tags, *each.sectors) for each in entries}
    assert {("GREEN", "", "", "kerbs", "retail"), ("", "", "")} == said
    assert {document_pb2.DOCUMENT_KIND_GUIDANCE} == {each.kind for each in entries}


def test_a_link_is_renewed_and_ended_and_then_its_tokens_are_nothing(
    feeds: FeedsServiceStub, reader: Caller
) -> None:
    asked = pb.GetFeedLinkRequest()
    assert not feeds.GetFeedLink(asked, metadata=reader.metadata).HasField("link")
    first = renewed(feeds, reader, key := str(uuid4()))
    again = renewed(feeds, reader, key)
    assert (1, 1, "") == (first.link.version, again.link.version, again.token)
    feed = feeds.ReadOwnFeed(pb.ReadOwnFeedRequest(token=first.token))
    second = renewed(feeds, reader)
    same = feeds.ReadOwnFeed(pb.ReadOwnFeedRequest(token=second.token))
    assert feed.feed_id == same.feed_id
    end = pb.EndFeedLinkRequest(expected_version=1)
    with refusal() as refused:
        feeds.EndFeedLink(end, metadata=reader.metadata)
    assert ("ABORTED", "STALE_VERSION") == refused.status_and_reason
    end.expected_version = 2
    feeds.EndFeedLink(end, metadata=reader.metadata)
    said = set()
    for token in (first.token, second.token, "x" * 43, "x" * 101, "\u00e9"):
        with refusal() as refused:
            feeds.ReadOwnFeed(pb.ReadOwnFeedRequest(token=token))
        said.add((*refused.status_and_reason, refused.said.message))
    assert {("NOT_FOUND", "FEED_LINK_NOT_FOUND", "There is no such feed.")} == said


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("sectors", {"sectors": ["retail"] * 51}),
        ("tags", {"tags": ["a"] * 21}),
        ("language", {"language": "fr"}),
    ],
)
def test_what_is_out_of_bounds_is_refused_by_name(
    feeds: FeedsServiceStub, field: str, given: dict[str, object]
) -> None:
    with refusal() as refused:
        feeds.ReadFeed(pb.ReadFeedRequest(criteria=pb.FeedCriteria(**given)))
    assert [field] == [each.field for each in refused.said.violations]
