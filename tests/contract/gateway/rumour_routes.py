"""The routes that lead to the rumour board: what they say, hear and show."""

from datetime import UTC, datetime
from typing import Any, Final

from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp

from isp.alerts.v1 import rumours_pb2 as rpc
from tests.contract.gateway.route import ALERT_ID, KEY, RUMOUR_ID, VERSION, Route

DIGEST: Final = bytes(range(32))
_BOARD: Final = "/v1/rumours"
_ENTRY: Final = "/v1/rumours/{rumour_id}"
_WHY: Final = {"reason": "Because."}


def _at(hour: int) -> Timestamp:
    moment = Timestamp()
    moment.FromDatetime(datetime(2026, 11, 24, hour, tzinfo=UTC))
    return moment


_WORDS: Final[dict[str, Any]] = {
    "quote": "Stay <out>!",
    "language": "cy-GB",
    "source": "Metropolitan Police",
    "authority_reference": "CAD 1",
    "corrects": ALERT_ID,
}
RUMOUR_ROUTES: Final = (
    Route(
        "GET",
        _BOARD,
        "ListRumours",
        query={"page_size": 7, "page_token": "a+b/c="},
        message=rpc.ListRumoursRequest(page_size=7, page_token="a+b/c="),
    ),
    Route("GET", f"{_BOARD}/proposals", "ListRumourProposals", rpc.ListRumourProposalsRequest()),
    Route("GET", _ENTRY, "GetRumour", rpc.GetRumourRequest(rumour_id=RUMOUR_ID)),
    Route(
        "POST",
        _BOARD,
        "ProposeRumour",
        status=201,
        body=_WORDS | {"kind": "UNFOUNDED", "source_said_at": "2026-11-24T08:00:00+01:00"},
        needs_key=True,
        message=rpc.ProposeRumourRequest(
            **_WORDS, kind=rpc.RUMOUR_KIND_UNFOUNDED, source_said_at=_at(7), idempotency_key=KEY
        ),
    ),
    Route(
        "POST",
        f"{_ENTRY}/publication",
        "PublishRumour",
        body={"read_digest": DIGEST.hex()},
        message=rpc.PublishRumourRequest(rumour_id=RUMOUR_ID, read_digest=DIGEST),
    ),
    Route(
        "POST",
        f"{_ENTRY}/discard",
        "DropRumour",
        body=_WHY,
        needs_version=True,
        message=rpc.DropRumourRequest(rumour_id=RUMOUR_ID, expected_version=VERSION, **_WHY),
    ),
    Route(
        "POST",
        f"{_ENTRY}/withdrawal",
        "WithdrawRumour",
        body=_WHY,
        needs_version=True,
        message=rpc.WithdrawRumourRequest(rumour_id=RUMOUR_ID, expected_version=VERSION, **_WHY),
    ),
)
RUMOUR: Final = rpc.Rumour(
    rumour_id=RUMOUR_ID,
    version=3,
    status=rpc.RUMOUR_STATUS_PUBLISHED,
    kind=rpc.RUMOUR_KIND_UNFOUNDED,
    quote="Stay <out>!",
    language="en-GB",
    said=rpc.RumourWords(en="The police <say>.", cy="Mae'r heddlu."),
    source="Metropolitan Police",
    source_said_at=_at(7),
    published_at=_at(8),
    corrects=ALERT_ID,
    digest=DIGEST,
    authority_reference="CAD 1",
)
ANSWERS: Final[dict[str, Message]] = {
    "ListRumours": rpc.ListRumoursResponse(rumours=[RUMOUR], next_page_token="next+page"),
    "ListRumourProposals": rpc.ListRumourProposalsResponse(rumours=[RUMOUR]),
    "GetRumour": rpc.GetRumourResponse(rumour=RUMOUR),
    "ProposeRumour": rpc.ProposeRumourResponse(rumour=RUMOUR),
    "PublishRumour": rpc.PublishRumourResponse(rumour=RUMOUR),
    "DropRumour": rpc.DropRumourResponse(rumour=RUMOUR),
    "WithdrawRumour": rpc.WithdrawRumourResponse(rumour=RUMOUR),
}
RUMOUR_READ: Final = {
    "rumour_id": RUMOUR_ID,
    "version": 3,
    "status": "PUBLISHED",
    "kind": "UNFOUNDED",
    "quote": "Stay <out>!",
    "language": "en-GB",
    "said": {"en": "The police <say>.", "cy": "Mae'r heddlu."},
    "source": "Metropolitan Police",
    "source_said_at": "2026-11-24T07:00:00.000Z",
    "published_at": "2026-11-24T08:00:00.000Z",
    "ended_at": None,
    "corrects": ALERT_ID,
    "corrected_by": None,
    "digest": DIGEST.hex(),
    "proposed_by_you": False,
    "authority_reference": "CAD 1",
}
READ: Final[dict[str, Any]] = dict.fromkeys(ANSWERS, RUMOUR_READ) | {
    "ListRumours": {"rumours": [RUMOUR_READ], "next_page_token": "next+page"},
    "ListRumourProposals": {"rumours": [RUMOUR_READ]},
}
