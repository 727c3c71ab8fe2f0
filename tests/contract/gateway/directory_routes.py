"""The routes that lead to people without a list of them."""

from typing import Any, Final

from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp

from isp.identity.v1 import directory_pb2 as pb
from tests.contract.gateway.route import KEY, ORGANISATION_ID, PERSON_ID, Route

_RELAY: Final[dict[str, Any]] = {
    "to": "SECTOR_LEAD",
    "region": "LON",
    "sector": "retail",
    "text": "Hello.",
    "share_address": True,
}
_QUERY: Final = {"region": "LON", "sector": "retail", "page_size": 7, "page_token": "t"}

DIRECTORY_ROUTES: Final = (
    Route(
        "GET",
        "/v1/me/branch",
        "ListBranch",
        pb.ListBranchRequest(region="LON", sector="retail", page_size=7, page_token="t"),
        query=_QUERY,
    ),
    Route(
        "POST",
        "/v1/relay-messages",
        "SendRelayMessage",
        pb.SendRelayMessageRequest(**_RELAY | {"to": pb.RELAY_TO_SECTOR_LEAD}, idempotency_key=KEY),
        status=202,
        body=_RELAY,
        needs_key=True,
    ),
    Route("GET", "/v1/record-freezes", "ListRecordFreezes", pb.ListRecordFreezesRequest()),
    Route(
        "POST",
        "/v1/record-freezes/{subject}/lift",
        "LiftRecordFreeze",
        pb.LiftRecordFreezeRequest(subject=PERSON_ID, reason="Asked."),
        status=204,
        body={"reason": "Asked."},
        answers="",
    ),
)
ANSWERS: Final[dict[str, Message]] = {
    "ListBranch": pb.ListBranchResponse(
        members=[
            pb.BranchMember(
                given_name="Ann",
                family_name="<b>",
                organisation_name="Hall <b>",
                organisation_id=ORGANISATION_ID,
            ),
            pb.BranchMember(given_name="Bob", family_name="Lee"),
        ],
        next_page_token="next+page",
    ),
    "SendRelayMessage": pb.SendRelayMessageResponse(),
    "ListRecordFreezes": pb.ListRecordFreezesResponse(
        freezes=[
            pb.RecordFreeze(
                subject=PERSON_ID,
                name="Bob <b>",
                frozen_at=Timestamp(seconds=1_764_000_000),
                records=201,
            )
        ]
    ),
    "LiftRecordFreeze": pb.LiftRecordFreezeResponse(),
}
READ: Final[dict[str, Any]] = {
    "ListBranch": {
        "members": [
            {
                "given_name": "Ann",
                "family_name": "<b>",
                "organisation_name": "Hall <b>",
                "organisation_id": ORGANISATION_ID,
            },
            {
                "given_name": "Bob",
                "family_name": "Lee",
                "organisation_name": None,
                "organisation_id": None,
            },
        ],
        "next_page_token": "next+page",
    },
    "SendRelayMessage": {"next": "Your message is on its way by mail."},
    "ListRecordFreezes": {
        "freezes": [
            {
                "subject": PERSON_ID,
                "name": "Bob <b>",
                "frozen_at": "2025-11-24T16:00:00.000Z",
                "records": 201,
            }
        ]
    },
}
"""What the gateway makes of these answers."""
