"""The routes of accessible formats: what they say, hear and show."""

from datetime import UTC, datetime
from typing import Any, Final

from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp

from isp.content.v1 import formats_pb2 as pb
from tests.contract.gateway.route import (
    ATTACHMENT_ID,
    DOCUMENT_ID,
    KEY,
    REQUEST_ID,
    VERSION,
    Route,
)

AT: Final = Timestamp()
AT.FromDatetime(datetime(2026, 11, 24, 12, tzinfo=UTC))
_SAID_AT: Final = "2026-11-24T12:00:00.000Z"
_CODE: Final = "abcdefghijklmnopqrstuvwx"
_ONE: Final = "/v1/format-requests/{request_id}"
_SAME: Final[dict[str, Any]] = {
    "request_id": REQUEST_ID,
    "version": 3,
    "document_id": DOCUMENT_ID,
    "document_title": "Hostile vehicles",
    "document_version": 2,
    "wanted_language": "Polish",
    "note": "For a phone.",
    "due_on": "2026-12-02",
    "overdue": True,
    "claimed_by_me": True,
}
REQUEST: Final = pb.FormatRequest(
    **_SAME,
    format=pb.ACCESSIBLE_FORMAT_OTHER_LANGUAGE,
    nation=pb.NATION_SCOTLAND,
    asked_at=AT,
    status=pb.FORMAT_REQUEST_STATUS_ANSWERED,
    answer=pb.FormatAnswer(link="https://formats.example/x"),
    ended_at=AT,
)
_READ: Final = _SAME | {
    "format": "OTHER_LANGUAGE",
    "nation": "SCOTLAND",
    "asked_at": _SAID_AT,
    "status": "ANSWERED",
    "answer": {"attachment_id": None, "link": "https://formats.example/x", "reason": None},
    "ended_at": _SAID_AT,
}
_NAMED: Final = {"request_id": REQUEST_ID, "expected_version": VERSION}

FORMAT_ROUTES: Final = (
    Route(
        "POST",
        "/v1/documents/{document_id}/format-requests",
        "AskForFormat",
        status=201,
        body={
            "format": "OTHER_LANGUAGE",
            "wanted_language": "Polish",
            "note": "For a phone.",
            "nation": "SCOTLAND",
        },
        needs_key=True,
        message=pb.AskForFormatRequest(
            document_id=DOCUMENT_ID,
            format=pb.ACCESSIBLE_FORMAT_OTHER_LANGUAGE,
            wanted_language="Polish",
            note="For a phone.",
            nation=pb.NATION_SCOTLAND,
            idempotency_key=KEY,
        ),
    ),
    Route(
        "GET",
        "/v1/documents/{document_id}/formats",
        "ListFormats",
        pb.ListFormatsRequest(document_id=DOCUMENT_ID),
    ),
    Route(
        "POST",
        f"{_ONE}/reply",
        "GetFormatRequest",
        body={"reply_code": _CODE},
        message=pb.GetFormatRequestRequest(request_id=REQUEST_ID, reply_code=_CODE),
    ),
    Route(
        "POST",
        f"{_ONE}/withdrawal",
        "WithdrawFormatRequest",
        body={"reply_code": _CODE},
        needs_version=True,
        message=pb.WithdrawFormatRequestRequest(**_NAMED, reply_code=_CODE),
    ),
    Route(
        "GET", "/v1/me/format-requests", "ListMyFormatRequests", pb.ListMyFormatRequestsRequest()
    ),
    Route(
        "GET",
        "/v1/format-requests",
        "ListFormatRequests",
        query={"ended": "true", "page_size": 7, "page_token": "a+b/c="},
        message=pb.ListFormatRequestsRequest(ended=True, page_size=7, page_token="a+b/c="),
    ),
    Route(
        "POST",
        f"{_ONE}/claim",
        "ClaimFormatRequest",
        needs_version=True,
        message=pb.ClaimFormatRequestRequest(**_NAMED),
    ),
    Route(
        "POST",
        f"{_ONE}/release",
        "ReleaseFormatRequest",
        needs_version=True,
        message=pb.ReleaseFormatRequestRequest(**_NAMED),
    ),
    Route(
        "POST",
        f"{_ONE}/answer",
        "AnswerFormatRequest",
        body={"attachment_id": ATTACHMENT_ID, "link": "", "reason": ""},
        needs_version=True,
        message=pb.AnswerFormatRequestRequest(
            **_NAMED, answer=pb.FormatAnswer(attachment_id=ATTACHMENT_ID)
        ),
    ),
    Route(
        "POST",
        f"{_ONE}/closure",
        "CloseFormatRequest",
        body={"reason": "Twice."},
        needs_version=True,
        message=pb.CloseFormatRequestRequest(**_NAMED, reason="Twice."),
    ),
)
_CHANGING: Final = ("Withdraw", "Claim", "Release", "Answer", "Close")
ANSWERS: Final[dict[str, Message]] = {
    "AskForFormat": pb.AskForFormatResponse(request=REQUEST, reply_code=_CODE),
    "GetFormatRequest": pb.GetFormatRequestResponse(request=REQUEST),
    "ListMyFormatRequests": pb.ListMyFormatRequestsResponse(requests=[REQUEST]),
    "ListFormatRequests": pb.ListFormatRequestsResponse(
        requests=[REQUEST], next_page_token="a+b/c="
    ),
    "ListFormats": pb.ListFormatsResponse(
        formats=[
            pb.OfferedFormat(
                format=pb.ACCESSIBLE_FORMAT_BSL,
                attachment_id=ATTACHMENT_ID,
                made_at=AT,
                stale=True,
            )
        ]
    ),
    **{
        f"{verb}FormatRequest": getattr(pb, f"{verb}FormatRequestResponse")(request=REQUEST)
        for verb in _CHANGING
    },
}
READ: Final[dict[str, Any]] = {
    "AskForFormat": _READ | {"reply_code": _CODE},
    "GetFormatRequest": _READ,
    "ListMyFormatRequests": {"requests": [_READ]},
    "ListFormatRequests": {"requests": [_READ], "next_page_token": "a+b/c="},
    "ListFormats": {
        "formats": [
            {
                "format": "BSL",
                "wanted_language": None,
                "attachment_id": ATTACHMENT_ID,
                "link": None,
                "made_at": _SAID_AT,
                "stale": True,
            }
        ]
    },
    **{f"{verb}FormatRequest": _READ for verb in _CHANGING},
}
