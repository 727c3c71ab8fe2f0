"""The routes of teasers and requests for access: what they say, hear and show."""

from datetime import UTC, datetime
from typing import Any, Final

from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp

from isp.content.v1 import access_pb2 as pb
from isp.content.v1 import document_pb2
from isp.kernel.v1 import kernel_pb2
from tests.contract.gateway.route import DOCUMENT_ID, KEY, REQUEST_ID, VERSION, Route

AT: Final = Timestamp()
AT.FromDatetime(datetime(2026, 11, 24, 12, tzinfo=UTC))
_SAID_AT: Final = "2026-11-24T12:00:00.000Z"
_TEASER: Final[dict[str, Any]] = {
    "document_id": DOCUMENT_ID,
    "teaser": "There is an assessment of markets.",
    "language": "cy",
    "may_ask": True,
}
_SAID: Final[dict[str, Any]] = {
    "request_id": REQUEST_ID,
    "version": 3,
    "document_id": DOCUMENT_ID,
    "document_title": "Markets assessed",
    "teaser": "There is an assessment of markets.",
    "reason": "We hold a market.",
    "because": "You run it.",
    "days": 7,
}
REQUEST: Final = pb.AccessRequest(
    **_SAID, status=pb.ACCESS_REQUEST_STATUS_GRANTED, asked_at=AT, changed_at=AT, ends_at=AT
)
_TIMES: Final = dict.fromkeys(("asked_at", "changed_at", "ends_at"), _SAID_AT)
REQUEST_READ: Final[dict[str, Any]] = _SAID | _TIMES | {"status": "GRANTED"}
_ONE: Final = "/v1/access-requests/{request_id}"
_MARKING: Final = kernel_pb2.Marking(
    tlp=kernel_pb2.TLP_AMBER, minimum_tier=kernel_pb2.TIER_VERIFIED, closed_group="ports"
)

ACCESS_ROUTES: Final = (
    Route(
        "GET",
        "/v1/teasers",
        "ListTeasers",
        query={"page_size": 7, "page_token": REQUEST_ID},
        message=pb.ListTeasersRequest(page_size=7, page_token=REQUEST_ID),
    ),
    Route(
        "GET",
        "/v1/documents/{document_id}/teaser",
        "GetTeaser",
        message=pb.GetTeaserRequest(document_id=DOCUMENT_ID),
    ),
    Route(
        "POST",
        "/v1/documents/{document_id}/access-requests",
        "AskForAccess",
        status=201,
        body={"reason": "We hold a market."},
        needs_key=True,
        message=pb.AskForAccessRequest(
            document_id=DOCUMENT_ID, reason="We hold a market.", idempotency_key=KEY
        ),
    ),
    Route(
        "GET", "/v1/me/access-requests", "ListMyAccessRequests", pb.ListMyAccessRequestsRequest()
    ),
    Route(
        "POST",
        "/v1/me/access-requests/{request_id}/withdrawal",
        "WithdrawAccessRequest",
        needs_version=True,
        message=pb.WithdrawAccessRequestRequest(request_id=REQUEST_ID, expected_version=VERSION),
    ),
    Route(
        "GET",
        "/v1/access-requests",
        "ListAccessRequests",
        query={"status": "GRANTED"},
        message=pb.ListAccessRequestsRequest(granted=True),
    ),
    Route(
        "GET",
        _ONE,
        "GetAccessRequest",
        message=pb.GetAccessRequestRequest(request_id=REQUEST_ID),
    ),
    Route(
        "POST",
        f"{_ONE}/decision",
        "DecideAccessRequest",
        body={"yes": True, "days": 7, "because": "You run it."},
        needs_version=True,
        message=pb.DecideAccessRequestRequest(
            request_id=REQUEST_ID,
            expected_version=VERSION,
            yes=True,
            days=7,
            because="You run it.",
        ),
    ),
    Route(
        "POST",
        f"{_ONE}/revocation",
        "RevokeAccess",
        body={"because": "It is over."},
        needs_version=True,
        message=pb.RevokeAccessRequest(
            request_id=REQUEST_ID, expected_version=VERSION, because="It is over."
        ),
    ),
)
ANSWERS: Final[dict[str, Message]] = {
    "ListTeasers": pb.ListTeasersResponse(
        teasers=[pb.Teaser(**_TEASER)], next_page_token=REQUEST_ID
    ),
    "GetTeaser": pb.GetTeaserResponse(teaser=pb.Teaser(**_TEASER)),
    "AskForAccess": pb.AskForAccessResponse(request=REQUEST),
    "ListMyAccessRequests": pb.ListMyAccessRequestsResponse(requests=[REQUEST]),
    "WithdrawAccessRequest": pb.WithdrawAccessRequestResponse(request=REQUEST),
    "ListAccessRequests": pb.ListAccessRequestsResponse(requests=[REQUEST]),
    "GetAccessRequest": pb.GetAccessRequestResponse(
        request=REQUEST,
        document=document_pb2.Document(content=document_pb2.DocumentContent(marking=_MARKING)),
        tier=kernel_pb2.TIER_REGISTERED,
        sectors=["retail"],
        regions=["LON"],
        needs_two=True,
    ),
    "DecideAccessRequest": pb.DecideAccessRequestResponse(request=REQUEST),
    "RevokeAccess": pb.RevokeAccessResponse(request=REQUEST),
}
_WHO: Final[dict[str, Any]] = {
    "marking": {"tlp": "AMBER", "minimum_tier": "VERIFIED", "closed_group": "ports"},
    "tier": "REGISTERED",
    "sectors": ["retail"],
    "regions": ["LON"],
    "needs_two": True,
}
READ: Final[dict[str, Any]] = {
    "ListTeasers": {"teasers": [_TEASER], "next_page_token": REQUEST_ID},
    "GetTeaser": _TEASER,
    "ListMyAccessRequests": {"requests": [REQUEST_READ]},
    "ListAccessRequests": {"requests": [REQUEST_READ]},
    **dict.fromkeys(("AskForAccess", "WithdrawAccessRequest"), REQUEST_READ),
    **dict.fromkeys(("DecideAccessRequest", "RevokeAccess"), REQUEST_READ),
    "GetAccessRequest": REQUEST_READ | _WHO,
}
