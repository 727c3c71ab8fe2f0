"""The routes of what readers need beside documents: what they say, hear and show."""

from datetime import UTC, datetime
from typing import Any, Final

from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp

from isp.content.v1 import remarks_pb2 as pb
from tests.contract.gateway.route import DOCUMENT_ID, KEY, REMARK_ID, VERSION, Route

AT: Final = Timestamp()
AT.FromDatetime(datetime(2026, 11, 24, 12, tzinfo=UTC))
SAID_AT: Final = "2026-11-24T12:00:00.000Z"
_REMARK: Final[dict[str, Any]] = {
    "remark_id": REMARK_ID,
    "version": 3,
    "document_id": DOCUMENT_ID,
    "document_title": "Hostile vehicles",
    "document_version": 2,
    "useful": False,
    "comment": "Too long.",
    "outcome": "Shorter now.",
}
_COUNTS: Final = {"useful_count": 7, "not_useful_count": 2}
REMARK: Final = pb.Remark(**_REMARK, status=pb.REMARK_STATUS_ANSWERED, left_at=AT, **_COUNTS)
_READ: Final = _REMARK | {"status": "ANSWERED", "left_at": SAID_AT}

READING_ROUTES: Final = (
    Route(
        "POST",
        "/v1/documents/{document_id}/remarks",
        "LeaveRemark",
        status=202,
        body={"useful": True, "comment": "Clear."},
        needs_key=True,
        message=pb.LeaveRemarkRequest(
            document_id=DOCUMENT_ID, useful=True, comment="Clear.", idempotency_key=KEY
        ),
    ),
    Route(
        "GET",
        "/v1/remarks",
        "ListRemarks",
        query={
            "status": "CLOSED",
            "page_size": 7,
            "page_token": "a+b/c=",
            "document_id": DOCUMENT_ID,
            "not_useful": "true",
        },
        message=pb.ListRemarksRequest(
            status=pb.REMARK_STATUS_CLOSED,
            page_size=7,
            page_token="a+b/c=",
            document_id=DOCUMENT_ID,
            not_useful=True,
        ),
    ),
    Route(
        "GET",
        "/v1/remarks/figures",
        "GetRemarkFigures",
        query={"document_id": DOCUMENT_ID},
        message=pb.GetRemarkFiguresRequest(document_id=DOCUMENT_ID),
    ),
    Route(
        "PUT",
        "/v1/remarks/{remark_id}/outcome",
        "SettleRemark",
        body={"status": "ANSWERED", "outcome": "Shorter now."},
        needs_version=True,
        message=pb.SettleRemarkRequest(
            remark_id=REMARK_ID,
            expected_version=VERSION,
            status=pb.REMARK_STATUS_ANSWERED,
            outcome="Shorter now.",
        ),
    ),
)
ANSWERS: Final[dict[str, Message]] = {
    "LeaveRemark": pb.LeaveRemarkResponse(),
    "ListRemarks": pb.ListRemarksResponse(remarks=[REMARK], next_page_token="a+b/c="),
    "GetRemarkFigures": pb.GetRemarkFiguresResponse(
        months=[pb.RemarkMonth(month="2026-11", useful=7, not_useful=2)],
        document_title="Hostile vehicles",
    ),
    "SettleRemark": pb.SettleRemarkResponse(remark=REMARK),
}
READ: Final[dict[str, Any]] = {
    "LeaveRemark": {},
    "ListRemarks": {"remarks": [_READ | _COUNTS], "next_page_token": "a+b/c="},
    "GetRemarkFigures": {
        "months": [{"month": "2026-11", "useful": 7, "not_useful": 2}],
        "document_title": "Hostile vehicles",
    },
    "SettleRemark": _READ,
}
