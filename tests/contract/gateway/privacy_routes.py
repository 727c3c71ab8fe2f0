"""The routes of requests about one's own data: what they say, hear and show."""

from datetime import UTC, datetime
from typing import Any, Final

from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp

from isp.identity.v1 import privacy_requests_pb2 as pb
from isp.privacy.v1 import search_audit_pb2
from tests.contract.gateway.route import KEY, PERSON_ID, REQUEST_ID, VERSION, Route

_AT: Final = Timestamp()
_AT.FromDatetime(datetime(2026, 11, 24, 9, tzinfo=UTC))
_MINE: Final = "/v1/me/privacy-requests"
_ALL: Final = "/v1/privacy-requests"
_RECORDED: Final[dict[str, Any]] = {
    "email": "owner@cafe.example",
    "kind": "ERASURE",
    "received": "LETTER",
    "received_on": "2026-11-20",
}
_SEARCH: Final[dict[str, Any]] = {
    "reason": "An inquiry asks who did it",
    "action": "alerts:",
    "person": PERSON_ID,
    "actor": "8c1f",
    "resource": REQUEST_ID,
    "page_size": 7,
    "page_token": "a+b/c=",
}
PRIVACY_ROUTES: Final = (
    Route(
        "POST",
        "/v1/audit-searches",
        "SearchAudit",
        body=_SEARCH | {"begins_at": "2026-11-24T09:00:00Z", "ends_at": "2026-11-24T09:00:00Z"},
        message=search_audit_pb2.SearchAuditRequest(**_SEARCH, begins_at=_AT, ends_at=_AT),
    ),
    Route(
        "POST",
        f"{_ALL}/subjects",
        "FindSubject",
        body={"email": "owner@cafe.example"},
        message=pb.FindSubjectRequest(email="owner@cafe.example"),
    ),
    Route("GET", _MINE, "ListMyPrivacyRequests", pb.ListMyPrivacyRequestsRequest()),
    Route(
        "POST",
        _MINE,
        "MakePrivacyRequest",
        status=202,
        body={"kind": "EXPORT"},
        needs_key=True,
        message=pb.MakePrivacyRequestRequest(
            kind=pb.PRIVACY_REQUEST_KIND_EXPORT, idempotency_key=KEY
        ),
    ),
    Route(
        "POST",
        f"{_MINE}/{{request_id}}/withdrawal",
        "WithdrawPrivacyRequest",
        needs_version=True,
        message=pb.WithdrawPrivacyRequestRequest(request_id=REQUEST_ID, expected_version=VERSION),
    ),
    Route(
        "GET",
        f"{_MINE}/{{request_id}}/export",
        "DownloadExport",
        answers="application/zip",
        message=pb.DownloadExportRequest(request_id=REQUEST_ID, most_bytes=3_000_000),
    ),
    Route(
        "GET",
        _ALL,
        "ListPrivacyRequests",
        query={"only_open": "false", "page_size": 7, "page_token": "a+b/c="},
        message=pb.ListPrivacyRequestsRequest(only_open=False, page_size=7, page_token="a+b/c="),
    ),
    Route(
        "POST",
        _ALL,
        "RecordPrivacyRequest",
        status=201,
        body=_RECORDED,
        needs_key=True,
        message=pb.RecordPrivacyRequestRequest(
            email="owner@cafe.example",
            kind=pb.PRIVACY_REQUEST_KIND_ERASURE,
            received=pb.REQUEST_RECEIVED_LETTER,
            received_on="2026-11-20",
            idempotency_key=KEY,
        ),
    ),
    Route(
        "POST",
        f"{_ALL}/{{request_id}}/extension",
        "ExtendPrivacyRequest",
        body={"because": "It is in many places."},
        needs_version=True,
        message=pb.ExtendPrivacyRequestRequest(
            request_id=REQUEST_ID, expected_version=VERSION, because="It is in many places."
        ),
    ),
)
REQUEST: Final = pb.PrivacyRequest(
    request_id=REQUEST_ID,
    kind=pb.PRIVACY_REQUEST_KIND_EXPORT,
    state=pb.PRIVACY_REQUEST_STATE_ANSWERED,
    received=pb.REQUEST_RECEIVED_ONLINE,
    received_on="2026-11-24",
    due_on="2026-12-24",
    clock=pb.CLOCK_STATE_STOPPED,
    extended_because="It is in many places.",
    begins_at=_AT,
    closed_at=_AT,
    until=_AT,
    receipts=[
        pb.HolderReceipt(holder="alerts", round=1, answered_at=_AT, records=3, tries=2),
        pb.HolderReceipt(holder="keycloak", round=1),
    ],
    email="owner@cafe.example",
    version=3,
)
ENTRY: Final = search_audit_pb2.AuditEntry(
    entry_id=REQUEST_ID,
    at=_AT,
    actor="8c1f",
    actor_subject=PERSON_ID,
    action="alerts:approve",
    resource=REQUEST_ID,
    digest=b"\x01\xff",
    detail_json='{"version": 3}',
    place="the-place",
)
ANSWERS: Final[dict[str, Message]] = {
    "SearchAudit": search_audit_pb2.SearchAuditResponse(
        entries=[ENTRY], next_page_token="the-place", person_known=True, service="alerts"
    ),
    "FindSubject": pb.FindSubjectResponse(subject=PERSON_ID),
    "ListMyPrivacyRequests": pb.ListMyPrivacyRequestsResponse(requests=[REQUEST]),
    "MakePrivacyRequest": pb.MakePrivacyRequestResponse(request=REQUEST),
    "WithdrawPrivacyRequest": pb.WithdrawPrivacyRequestResponse(request=REQUEST),
    "DownloadExport": pb.DownloadExportResponse(archive=b"PK"),
    "ListPrivacyRequests": pb.ListPrivacyRequestsResponse(
        requests=[REQUEST], next_page_token="next"
    ),
    "RecordPrivacyRequest": pb.RecordPrivacyRequestResponse(request=REQUEST),
    "ExtendPrivacyRequest": pb.ExtendPrivacyRequestResponse(request=REQUEST),
}
_NINE: Final = "2026-11-24T09:00:00.000Z"
_READ: Final[dict[str, Any]] = {
    "request_id": REQUEST_ID,
    "kind": "EXPORT",
    "state": "ANSWERED",
    "received": "ONLINE",
    "received_on": "2026-11-24",
    "due_on": "2026-12-24",
    "clock": "STOPPED",
    "extended_because": "It is in many places.",
    "begins_at": _NINE,
    "closed_at": _NINE,
    "until": _NINE,
    "receipts": [
        {"holder": "alerts", "round": 1, "answered_at": _NINE, "records": 3, "tries": 2},
        {"holder": "keycloak", "round": 1, "answered_at": None, "records": 0, "tries": 0},
    ],
    "email": "owner@cafe.example",
    "version": 3,
}
SERVICES: Final = ("identity", "alerts", "content", "engagement", "analytics", "training")
_ENTRY_READ: Final[dict[str, Any]] = {
    "entry_id": REQUEST_ID,
    "at": _NINE,
    "actor": "8c1f",
    "actor_subject": PERSON_ID,
    "action": "alerts:approve",
    "resource": REQUEST_ID,
    "digest": "01ff",
    "detail": {"version": 3},
}
READ: Final[dict[str, Any]] = {
    "SearchAudit": {
        "entries": [{"service": each, **_ENTRY_READ} for each in SERVICES],
        "missing": [],
        "person_unknown_to": [],
        "next_page_token": "the-place",
    },
    "FindSubject": {"subject": PERSON_ID},
    "ListMyPrivacyRequests": {"requests": [_READ]},
    "ListPrivacyRequests": {"requests": [_READ], "next_page_token": "next"},
    **dict.fromkeys(
        (
            *("MakePrivacyRequest", "WithdrawPrivacyRequest"),
            *("RecordPrivacyRequest", "ExtendPrivacyRequest"),
        ),
        _READ,
    ),
}
