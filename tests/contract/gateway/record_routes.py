"""The routes of CAP and of what anyone can check, and what is answered there."""

from datetime import UTC, datetime
from typing import Any, Final

from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp

from isp.alerts.v1 import alert_pb2, cap_pb2, ledger_pb2
from tests.contract.gateway.route import ALERT_ID, CASE_ID, Route

CODE: Final = "7K3Q-9M2X-4T8W"
TEN: Final = Timestamp()
TEN.FromDatetime(datetime(2026, 11, 24, 10, tzinfo=UTC))
DOCUMENT: Final = (
    b'<?xml version="1.0" encoding="UTF-8"?>\n'
    b'<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>isp-1</identifier>'
    b"<info><web>https://isp.example/alerts/the-last-public-one</web></info></alert>\n"
)
MESSAGE: Final = cap_pb2.IssuedMessage(
    identifier="isp-1",
    alert_id=ALERT_ID,
    notice=alert_pb2.ALERT_STATUS_ALL_CLEAR,
    sent=TEN,
    headline="All clear: <b> & so on",
    document=DOCUMENT,
)
HEAD: Final = ledger_pb2.TreeHead(
    size=7,
    root=b"r" * 32,
    signed_at=TEN,
    audit_hash=b"a" * 32,
    signed_bytes=b'{"head_version":1}',
    signature=b"s" * 64,
    public_key=b"k" * 32,
)
HEAD_READ: Final[dict[str, Any]] = {
    "size": 7,
    "root": "72" * 32,
    "signed_at": "2026-11-24T10:00:00.000Z",
    "audit_hash": "61" * 32,
    "signed_text": '{"head_version":1}',
    "signature": "73" * 64,
    "public_key": "6b" * 32,
}
_ATOM: Final = "application/atom+xml; charset=utf-8"
_CAP: Final = "application/cap+xml"

CAME: Final = cap_pb2.CapImport(
    sender="control@force.example",
    identifier="force-7",
    sent=TEN,
    msg_type=cap_pb2.CAP_MSG_TYPE_CANCEL,
    alert_id=CASE_ID,
    status=alert_pb2.ALERT_STATUS_SUBMITTED,
    headline="Cancelled: <b>",
)
_CAME: Final = {
    "sender": "control@force.example",
    "identifier": "force-7",
    "sent": "2026-11-24T10:00:00.000Z",
    "msg_type": "Cancel",
    "alert_id": CASE_ID,
    "status": "SUBMITTED",
    "headline": "Cancelled: <b>",
}

RECORD_ROUTES: Final = (
    Route(
        "GET",
        "/v1/alerts/{alert_id}/cap-imports",
        "ListCapImports",
        cap_pb2.ListCapImportsRequest(alert_id=ALERT_ID),
    ),
    Route("GET", "/v1/alerts/feed.atom", "GetFeed", cap_pb2.GetFeedRequest(), answers=_ATOM),
    Route("GET", "/v1/alerts/feed.cap", "GetFeed", cap_pb2.GetFeedRequest(), answers=_ATOM),
    Route(
        "GET",
        "/v1/alerts/{alert_id}.cap",
        "GetCapMessage",
        cap_pb2.GetCapMessageRequest(alert_id=ALERT_ID),
        answers=_CAP,
    ),
    Route(
        "GET",
        "/v1/alerts/cap/{identifier}.cap",
        "GetCapMessage",
        cap_pb2.GetCapMessageRequest(identifier="isp-1"),
        answers=_CAP,
    ),
    Route("GET", "/v1/verify/{code}", "VerifyCode", ledger_pb2.VerifyCodeRequest(code=CODE)),
    Route(
        "GET",
        "/v1/codes/{alert_id}",
        "GetCode",
        ledger_pb2.GetCodeRequest(alert_id=ALERT_ID),
    ),
    Route("GET", "/v1/log/head", "GetTreeHead", ledger_pb2.GetTreeHeadRequest()),
    Route(
        "GET",
        "/v1/log/entries",
        "ListLogEntries",
        query={"start": 3, "page_size": 7},
        message=ledger_pb2.ListLogEntriesRequest(start=3, page_size=7),
    ),
    Route(
        "GET",
        "/v1/log/inclusion/{identifier}",
        "GetInclusionProof",
        ledger_pb2.GetInclusionProofRequest(identifier="isp-1"),
    ),
    Route(
        "GET",
        "/v1/log/consistency",
        "GetConsistencyProof",
        query={"earlier_size": 3},
        message=ledger_pb2.GetConsistencyProofRequest(earlier_size=3),
    ),
)

USUAL: Final[dict[str, Message]] = {
    "ListCapImports": cap_pb2.ListCapImportsResponse(waiting=[CAME]),
    "GetFeed": cap_pb2.GetFeedResponse(messages=[MESSAGE]),
    "GetCapMessage": cap_pb2.GetCapMessageResponse(message=MESSAGE),
    "GetCode": ledger_pb2.GetCodeResponse(code=CODE, cap_status=alert_pb2.CAP_STATUS_TEST),
    "GetTreeHead": ledger_pb2.GetTreeHeadResponse(head=HEAD),
    "ListLogEntries": ledger_pb2.ListLogEntriesResponse(
        entries=[ledger_pb2.LogEntry(index=3, identifier="isp-1", document=DOCUMENT)]
    ),
    "GetInclusionProof": ledger_pb2.GetInclusionProofResponse(index=3, path=[b"p" * 32], head=HEAD),
    "GetConsistencyProof": ledger_pb2.GetConsistencyProofResponse(path=[b"p" * 32], head=HEAD),
}

READ: Final[dict[str, Any]] = {
    "GetCode": {"code": CODE, "cap_status": "Test"},
    "ListCapImports": {"origin": None, "waiting": [_CAME]},
    "GetTreeHead": HEAD_READ,
    "ListLogEntries": {
        "entries": [{"index": 3, "identifier": "isp-1", "document": DOCUMENT.decode()}]
    },
    "GetInclusionProof": {"index": 3, "path": ["70" * 32], "head": HEAD_READ},
    "GetConsistencyProof": {"path": ["70" * 32], "head": HEAD_READ},
}
