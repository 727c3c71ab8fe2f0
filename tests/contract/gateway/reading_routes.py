"""The routes of what readers need beside documents: what they say, hear and show."""

from datetime import UTC, datetime
from typing import Any, Final

from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp

from isp.content.v1 import document_pb2, drafts_pb2
from isp.content.v1 import readings_pb2 as reading
from isp.content.v1 import receipts_pb2 as receipt
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

_NOTED: Final[dict[str, Any]] = {"document_id": DOCUMENT_ID, "version": 2, "changed": True}
NOTED: Final = reading.Reading(**_NOTED, read_at=AT)
_NOTED_READ: Final = _NOTED | {"read_at": SAID_AT}
DIFFERENCE: Final = drafts_pb2.Difference(
    field="body",
    pieces=[drafts_pb2.DifferencePiece(side=drafts_pb2.DIFFERENCE_SIDE_AFTER, text="Put in.")],
)
_DIFFERENCE_READ: Final = {"field": "body", "pieces": [{"side": "AFTER", "text": "Put in."}]}

_CONFIRMED: Final[dict[str, Any]] = {"version": 2, "name": "Ann"}
CONFIRMED: Final = receipt.Receipt(**_CONFIRMED, confirmed_at=AT)
_CONFIRMED_READ: Final = _CONFIRMED | {"confirmed_at": SAID_AT}
FIGURES: Final = receipt.GetReceiptFiguresResponse(
    asked=document_pb2.RECEIPT_ASKED_NAMED,
    material_version=2,
    people=40,
    confirmed=12,
    regions=[receipt.ReceiptCell(code="LON", confirmed=9), receipt.ReceiptCell(code="WAL")],
    sectors=[receipt.ReceiptCell(code="retail", confirmed=12)],
    names=[receipt.ReceiptName(name="Ann", confirmed_at=AT)],
    reminded_at=AT,
)
_FIGURES_READ: Final[dict[str, Any]] = {
    "asked": "NAMED",
    "material_version": 2,
    "people": 40,
    "confirmed": 12,
    "organisations": None,
    "regions": [{"code": "LON", "confirmed": 9}, {"code": "WAL", "confirmed": None}],
    "sectors": [{"code": "retail", "confirmed": 12}],
    "names": [{"name": "Ann", "organisation_id": None, "confirmed_at": SAID_AT}],
    "reminded_at": SAID_AT,
}

READING_ROUTES: Final = (
    Route(
        "POST",
        "/v1/documents/{document_id}/reading",
        "NoteReading",
        body={"version": 2, "changes_seen": True},
        message=reading.NoteReadingRequest(document_id=DOCUMENT_ID, version=2, changes_seen=True),
    ),
    Route(
        "GET",
        "/v1/me/readings",
        "LookUpReadings",
        query={"document_id": [DOCUMENT_ID, REMARK_ID]},
        message=reading.LookUpReadingsRequest(document_ids=[DOCUMENT_ID, REMARK_ID]),
    ),
    Route(
        "GET",
        "/v1/me/readings/changed",
        "ListChangedReadings",
        query={"page_size": 7, "page_token": "a+b/c="},
        message=reading.ListChangedReadingsRequest(page_size=7, page_token="a+b/c="),
    ),
    Route(
        "GET",
        "/v1/documents/{document_id}/changes-since-read",
        "GetChangesSinceRead",
        message=reading.GetChangesSinceReadRequest(document_id=DOCUMENT_ID),
    ),
    Route(
        "PUT",
        "/v1/me/readings/kept",
        "KeepReadings",
        body={"keep": True},
        message=reading.KeepReadingsRequest(keep=True),
    ),
    Route(
        "GET",
        "/v1/documents/{document_id}/receipt",
        "GetReceipt",
        message=receipt.GetReceiptRequest(document_id=DOCUMENT_ID),
    ),
    Route(
        "PUT",
        "/v1/documents/{document_id}/receipt",
        "ConfirmReceipt",
        body={"name": "Ann"},
        needs_version=True,
        message=receipt.ConfirmReceiptRequest(
            document_id=DOCUMENT_ID, expected_version=VERSION, name="Ann"
        ),
    ),
    Route(
        "GET",
        "/v1/me/receipts-asked",
        "ListReceiptsAsked",
        message=receipt.ListReceiptsAskedRequest(),
    ),
    Route(
        "GET",
        "/v1/documents/{document_id}/receipt-figures",
        "GetReceiptFigures",
        message=receipt.GetReceiptFiguresRequest(document_id=DOCUMENT_ID),
    ),
    Route(
        "POST",
        "/v1/documents/{document_id}/receipt-reminder",
        "RemindOfReceipt",
        needs_version=True,
        message=receipt.RemindOfReceiptRequest(document_id=DOCUMENT_ID, expected_version=VERSION),
    ),
    Route("DELETE", "/v1/me/readings", "ClearReadings", reading.ClearReadingsRequest()),
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
    "GetReceipt": receipt.GetReceiptResponse(
        asked=document_pb2.RECEIPT_ASKED_COUNTED, receipt=CONFIRMED, due=True
    ),
    "ConfirmReceipt": receipt.ConfirmReceiptResponse(receipt=CONFIRMED),
    "GetReceiptFigures": FIGURES,
    "RemindOfReceipt": receipt.RemindOfReceiptResponse(),
    "NoteReading": reading.NoteReadingResponse(reading=NOTED),
    "LookUpReadings": reading.LookUpReadingsResponse(readings=[NOTED]),
    "KeepReadings": reading.KeepReadingsResponse(),
    "ClearReadings": reading.ClearReadingsResponse(cleared=4),
    "LeaveRemark": pb.LeaveRemarkResponse(),
    "ListRemarks": pb.ListRemarksResponse(remarks=[REMARK], next_page_token="a+b/c="),
    "GetRemarkFigures": pb.GetRemarkFiguresResponse(
        months=[pb.RemarkMonth(month="2026-11", useful=7, not_useful=2)],
        document_title="Hostile vehicles",
    ),
    "SettleRemark": pb.SettleRemarkResponse(remark=REMARK),
}
READ: Final[dict[str, Any]] = {
    "GetReceipt": {"asked": "COUNTED", "receipt": _CONFIRMED_READ, "due": True},
    "ConfirmReceipt": {"receipt": _CONFIRMED_READ},
    "GetReceiptFigures": _FIGURES_READ,
    "RemindOfReceipt": {},
    "NoteReading": {"reading": _NOTED_READ},
    "LookUpReadings": {"readings": [_NOTED_READ]},
    "KeepReadings": {},
    "ClearReadings": {"cleared": 4},
    "LeaveRemark": {},
    "ListRemarks": {"remarks": [_READ | _COUNTS], "next_page_token": "a+b/c="},
    "GetRemarkFigures": {
        "months": [{"month": "2026-11", "useful": 7, "not_useful": 2}],
        "document_title": "Hostile vehicles",
    },
    "SettleRemark": _READ,
}


def of_document(document: document_pb2.Document) -> dict[str, Message]:
    """Return the answers that show a document."""
    changed = reading.ChangedReading(document=document, reading=NOTED)
    return {
        "ListReceiptsAsked": receipt.ListReceiptsAskedResponse(
            asked=[receipt.AskedReceipt(document=document, reminded_at=AT)]
        ),
        "ListChangedReadings": reading.ListChangedReadingsResponse(
            kept=True, changed=[changed], next_page_token="a+b/c="
        ),
        "GetChangesSinceRead": reading.GetChangesSinceReadResponse(
            document=document, reading=NOTED, differences=[DIFFERENCE]
        ),
    }


def of_document_read(document: dict[str, Any]) -> dict[str, Any]:
    """Return them as they are read."""
    return {
        "ListReceiptsAsked": {"asked": [{"document": document, "reminded_at": SAID_AT}]},
        "ListChangedReadings": {
            "kept": True,
            "changed": [{"document": document, "reading": _NOTED_READ}],
            "next_page_token": "a+b/c=",
        },
        "GetChangesSinceRead": {
            "document": document,
            "reading": _NOTED_READ,
            "differences": [_DIFFERENCE_READ],
            "withheld": False,
        },
    }
