"""The routes of complaints: what they say, hear and show."""

from datetime import UTC, datetime
from typing import Any, Final

from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp

from isp.identity.v1 import complaints_pb2 as pb
from isp.identity.v1 import privacy_requests_pb2
from tests.contract.gateway.route import KEY, REQUEST_ID, VERSION, Route

_AT: Final = Timestamp()
_AT.FromDatetime(datetime(2026, 11, 24, 9, tzinfo=UTC))
_ALL: Final = "/v1/complaints"
_SAID: Final = {"email": "reader@corner.example", "about": "Too much.", "language": "cy"}
COMPLAINT_ROUTES: Final = (
    Route(
        "POST",
        _ALL,
        "MakeComplaint",
        status=202,
        body=_SAID,
        needs_key=True,
        message=pb.MakeComplaintRequest(**_SAID, idempotency_key=KEY),
    ),
    Route(
        "GET",
        _ALL,
        "ListComplaints",
        query={"only_open": "false", "page_size": 7, "page_token": "a+b/c="},
        message=pb.ListComplaintsRequest(only_open=False, page_size=7, page_token="a+b/c="),
    ),
    Route(
        "POST",
        f"{_ALL}/{{complaint_id}}/outcome",
        "AnswerComplaint",
        body={"outcome": "We deleted it."},
        needs_version=True,
        message=pb.AnswerComplaintRequest(
            complaint_id=REQUEST_ID, expected_version=VERSION, outcome="We deleted it."
        ),
    ),
)
COMPLAINT: Final = pb.Complaint(
    complaint_id=REQUEST_ID,
    email="reader@corner.example",
    about="Too <b>much</b>.",
    made_at=_AT,
    acknowledge_by="2026-12-24",
    answer_by="2026-12-24",
    clock=privacy_requests_pb2.CLOCK_STATE_OVERDUE,
    version=3,
)
ANSWERED: Final = pb.Complaint(
    complaint_id=REQUEST_ID,
    email="reader@corner.example",
    about="Too much.",
    made_at=_AT,
    acknowledged_at=_AT,
    acknowledge_by="2026-12-24",
    answer_by="2026-12-24",
    clock=privacy_requests_pb2.CLOCK_STATE_STOPPED,
    outcome="We deleted it.",
    answered_at=_AT,
    version=4,
)
ANSWERS: Final[dict[str, Message]] = {
    "MakeComplaint": pb.MakeComplaintResponse(complaint_id=REQUEST_ID),
    "ListComplaints": pb.ListComplaintsResponse(complaints=[COMPLAINT], next_page_token="next"),
    "AnswerComplaint": pb.AnswerComplaintResponse(complaint=ANSWERED),
}
_NINE: Final = "2026-11-24T09:00:00.000Z"
_READ: Final[dict[str, Any]] = {
    "complaint_id": REQUEST_ID,
    "email": "reader@corner.example",
    "made_at": _NINE,
    "acknowledge_by": "2026-12-24",
    "answer_by": "2026-12-24",
}
READ: Final[dict[str, Any]] = {
    "MakeComplaint": {"complaint_id": REQUEST_ID},
    "ListComplaints": {
        "complaints": [
            _READ
            | {
                "about": "Too <b>much</b>.",
                "acknowledged_at": None,
                "clock": "OVERDUE",
                "outcome": None,
                "answered_at": None,
                "version": 3,
            }
        ],
        "next_page_token": "next",
    },
    "AnswerComplaint": _READ
    | {
        "about": "Too much.",
        "acknowledged_at": _NINE,
        "clock": "STOPPED",
        "outcome": "We deleted it.",
        "answered_at": _NINE,
        "version": 4,
    },
}
