"""The routes of feeds of documents: what they say, hear and show."""

from datetime import UTC, datetime
from typing import Any, Final

from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp

from isp.content.v1 import document_pb2
from isp.content.v1 import feeds_pb2 as pb
from isp.kernel.v1 import kernel_pb2
from tests.contract.gateway.route import DOCUMENT_ID, KEY, TOKEN, VERSION, Route

FEED_ID: Final = "26262626-2626-4626-8626-262626262626"
_ATOM: Final = "application/atom+xml"


def at(hour: int) -> Timestamp:
    """Return a time of the day on which everything happens."""
    moment = Timestamp()
    moment.FromDatetime(datetime(2026, 11, 24, hour, tzinfo=UTC))
    return moment


ENTRY: Final = pb.FeedEntry(
    document_id=DOCUMENT_ID,
    kind=document_pb2.DOCUMENT_KIND_BULLETIN,
    tlp=kernel_pb2.TLP_CLEAR,
    title="Hostile vehicles",
    summary="Keep them away from crowds.",
    note="Other bollards.",
    language="en-GB",
    sectors=["retail"],
    regions=["LON"],
    tags=["kerbs"],
    published_at=at(9),
    updated_at=at(10),
    changed_at=at(11),
)
HIDDEN: Final = pb.FeedEntry(
    document_id=FEED_ID,
    kind=document_pb2.DOCUMENT_KIND_BRIEFING,
    tlp=kernel_pb2.TLP_AMBER,
    language="en-GB",
    published_at=at(8),
    updated_at=at(8),
    changed_at=at(8),
)
LINK: Final = pb.FeedLink(version=3, made_at=at(12))
_LINK_READ: Final = {"version": 3, "made_at": "2026-11-24T12:00:00.000Z"}
_NARROWED: Final[dict[str, Any]] = {
    "sector": ["retail"],
    "region": ["LON"],
    "kind": ["BULLETIN"],
    "tag": ["kerbs"],
    "language": "cy",
    "page_size": 7,
    "page_token": "a+b/c=",
}
CRITERIA: Final = pb.FeedCriteria(
    sectors=["retail"],
    regions=["LON"],
    kinds=[document_pb2.DOCUMENT_KIND_BULLETIN],
    language="cy",
    tags=["kerbs"],
)
FEED_ROUTES: Final = (
    Route(
        "GET",
        "/v1/documents/feed.atom",
        "ReadFeed",
        query=_NARROWED,
        answers=_ATOM,
        message=pb.ReadFeedRequest(criteria=CRITERIA, page_size=7, page_token="a+b/c="),
    ),
    Route(
        "GET",
        "/v1/documents/feed/{token}.atom",
        "ReadOwnFeed",
        query=_NARROWED,
        answers=_ATOM,
        message=pb.ReadOwnFeedRequest(
            token=TOKEN, criteria=CRITERIA, page_size=7, page_token="a+b/c="
        ),
    ),
    Route("GET", "/v1/me/feed-link", "GetFeedLink", pb.GetFeedLinkRequest()),
    Route(
        "POST",
        "/v1/me/feed-link",
        "RenewFeedLink",
        needs_key=True,
        message=pb.RenewFeedLinkRequest(idempotency_key=KEY),
    ),
    Route(
        "DELETE",
        "/v1/me/feed-link",
        "EndFeedLink",
        needs_version=True,
        message=pb.EndFeedLinkRequest(expected_version=VERSION),
    ),
)
ANSWERS: Final[dict[str, Message]] = {
    "ReadFeed": pb.ReadFeedResponse(entries=[ENTRY], next_page_token="a+b/c="),
    "ReadOwnFeed": pb.ReadOwnFeedResponse(feed_id=FEED_ID, entries=[ENTRY, HIDDEN]),
    "GetFeedLink": pb.GetFeedLinkResponse(link=LINK),
    "RenewFeedLink": pb.RenewFeedLinkResponse(link=LINK, token=TOKEN),
    "EndFeedLink": pb.EndFeedLinkResponse(),
}
READ: Final[dict[str, Any]] = {
    "GetFeedLink": {"link": _LINK_READ},
    "RenewFeedLink": {
        "link": _LINK_READ,
        "address": f"https://isp.example/v1/documents/feed/{TOKEN}.atom",
    },
    "EndFeedLink": {},
}
