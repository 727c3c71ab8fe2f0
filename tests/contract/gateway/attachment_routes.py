"""The routes of attachments: what they say, hear and show."""

from datetime import UTC, datetime
from typing import Any, Final

from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp

from isp.content.v1 import attachments_pb2 as pb
from tests.contract.gateway.route import ATTACHMENT_ID, DOCUMENT_ID, KEY, VERSION, Route

NOON: Final = Timestamp()
NOON.FromDatetime(datetime(2026, 11, 24, 12, tzinfo=UTC))
_AT: Final = "2026-11-24T12:00:00.000Z"
_DIGEST: Final = "ab" * 32
STANDING: Final = pb.Attachment(
    attachment_id=ATTACHMENT_ID,
    document_id=DOCUMENT_ID,
    version=3,
    state=pb.ATTACHMENT_STATE_STANDING,
    name="Plan <b>.pdf",
    media_type="application/pdf",
    size=1_234_567,
    digest=_DIGEST,
    uploaded_at=NOON,
)
REFUSED: Final = pb.Attachment(
    attachment_id=ATTACHMENT_ID,
    document_id=DOCUMENT_ID,
    version=3,
    state=pb.ATTACHMENT_STATE_REFUSED,
    name="Plan.docx",
    media_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    size=5,
    digest=_DIGEST,
    uploaded_at=NOON,
    pieces=1,
    received=1,
    refusal=pb.ATTACHMENT_REFUSAL_MACROS,
    uploaded_by_you=True,
)
UNCONFIRMED: Final = pb.Attachment(
    attachment_id=ATTACHMENT_ID,
    document_id=DOCUMENT_ID,
    version=3,
    state=pb.ATTACHMENT_STATE_UNCONFIRMED,
    name="Plan.pdf",
    media_type="application/pdf",
    size=5,
    digest=_DIGEST,
    uploaded_at=NOON,
    pieces=1,
    received=1,
    has_text=True,
)
UPLOADING: Final = pb.Attachment(
    attachment_id=ATTACHMENT_ID,
    document_id=DOCUMENT_ID,
    version=1,
    state=pb.ATTACHMENT_STATE_UPLOADING,
    name="Plan.pdf",
    media_type="application/pdf",
    size=5,
    uploaded_at=NOON,
    pieces=1,
    uploaded_by_you=True,
)
URL: Final = "http://localhost:8608/token/Plan.pdf"
_OF_DOCUMENT: Final = "/v1/documents/{document_id}/attachments"
_ONE: Final = "/v1/attachments/{attachment_id}"
_UPLOAD: Final[dict[str, Any]] = {"name": "Plan.pdf", "media_type": "application/pdf", "size": 5}

ATTACHMENT_ROUTES: Final = (
    Route(
        "GET",
        _OF_DOCUMENT,
        "ListAttachments",
        pb.ListAttachmentsRequest(document_id=DOCUMENT_ID),
    ),
    Route(
        "POST",
        _OF_DOCUMENT,
        "BeginUpload",
        body=_UPLOAD,
        status=201,
        needs_key=True,
        message=pb.BeginUploadRequest(document_id=DOCUMENT_ID, idempotency_key=KEY, **_UPLOAD),
    ),
    Route(
        "POST",
        f"{_ONE}/finish",
        "FinishUpload",
        body={"digest": _DIGEST},
        message=pb.FinishUploadRequest(attachment_id=ATTACHMENT_ID, digest=_DIGEST),
    ),
    Route(
        "POST",
        f"{_ONE}/confirmation",
        "ConfirmAttachment",
        body={"read_digest": _DIGEST},
        message=pb.ConfirmAttachmentRequest(attachment_id=ATTACHMENT_ID, read_digest=_DIGEST),
    ),
    Route(
        "POST",
        f"{_ONE}/removal",
        "RemoveAttachment",
        body={"reason": "Because."},
        needs_version=True,
        message=pb.RemoveAttachmentRequest(
            attachment_id=ATTACHMENT_ID, expected_version=VERSION, reason="Because."
        ),
    ),
    Route(
        "POST",
        f"{_ONE}/opening",
        "OpenAttachment",
        pb.OpenAttachmentRequest(attachment_id=ATTACHMENT_ID),
    ),
)
ANSWERS: Final[dict[str, Message]] = {
    "ListAttachments": pb.ListAttachmentsResponse(attachments=[STANDING, REFUSED]),
    "BeginUpload": pb.BeginUploadResponse(attachment=UPLOADING, piece_bytes=1024 * 1024),
    "PutUploadPiece": pb.PutUploadPieceResponse(attachment=UPLOADING),
    "FinishUpload": pb.FinishUploadResponse(attachment=UNCONFIRMED),
    "ConfirmAttachment": pb.ConfirmAttachmentResponse(attachment=STANDING),
    "RemoveAttachment": pb.RemoveAttachmentResponse(),
    "OpenAttachment": pb.OpenAttachmentResponse(url=URL, expires_at=NOON, attachment=STANDING),
}
_STANDING_READ: Final = {
    "attachment_id": ATTACHMENT_ID,
    "document_id": DOCUMENT_ID,
    "version": 3,
    "state": "STANDING",
    "name": "Plan <b>.pdf",
    "media_type": "application/pdf",
    "size": 1_234_567,
    "digest": _DIGEST,
    "uploaded_at": _AT,
    "pieces": None,
    "received": None,
    "refusal": None,
    "uploaded_by_you": False,
    "has_text": False,
}
_REFUSED_READ: Final = _STANDING_READ | {
    "state": "REFUSED",
    "name": "Plan.docx",
    "media_type": REFUSED.media_type,
    "size": 5,
    "pieces": 1,
    "received": 1,
    "refusal": "MACROS",
    "uploaded_by_you": True,
}
_UNCONFIRMED_READ: Final = _STANDING_READ | {
    "state": "UNCONFIRMED",
    "name": "Plan.pdf",
    "size": 5,
    "pieces": 1,
    "received": 1,
    "has_text": True,
}
_UPLOADING_READ: Final = _STANDING_READ | {
    "state": "UPLOADING",
    "version": 1,
    "name": "Plan.pdf",
    "size": 5,
    "digest": None,
    "pieces": 1,
    "received": 0,
    "uploaded_by_you": True,
}
READ: Final[dict[str, Any]] = {
    "ListAttachments": {"attachments": [_STANDING_READ, _REFUSED_READ]},
    "BeginUpload": _UPLOADING_READ | {"piece_bytes": 1024 * 1024},
    "PutUploadPiece": _UPLOADING_READ,
    "FinishUpload": _UNCONFIRMED_READ,
    "ConfirmAttachment": _STANDING_READ,
    "RemoveAttachment": {},
    "OpenAttachment": {"url": URL, "expires_at": _AT, "attachment": _STANDING_READ},
}
