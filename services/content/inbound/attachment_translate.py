"""Attachments between protobuf and the domain."""

import re
from datetime import datetime
from typing import Any, Final

from google.protobuf.timestamp_pb2 import Timestamp

from chassis.requests import NUL, Wrong, id_from, key_from
from isp.content.v1 import attachments_pb2 as pb
from kernel.principals import Principal
from services.content.domain.attachment import PIECE_BYTES, Attachment, State
from services.content.domain.attachment_kind import LONGEST_NAME
from services.content.domain.document import EDITING

_LONGEST_TYPE: Final = 200
_DIGEST: Final = re.compile("[0-9a-f]{64}")


def beginning_from(request: pb.BeginUploadRequest) -> dict[str, Any]:
    """Return what is announced, and the key under which it is done once.

    Raises:
        Invalid: each field that is wrong is named.
    """
    wrong = Wrong()
    document_id = wrong.built("document_id", lambda: id_from("document_id", request.document_id))
    good = 1 <= len(request.name) <= 2 * LONGEST_NAME and NUL not in request.name
    wrong.unless(good, "name", f"must have 1 to {LONGEST_NAME} characters")
    typed = 1 <= len(request.media_type) <= _LONGEST_TYPE
    wrong.unless(typed, "media_type", "must be said")
    wrong.unless(request.size > 0, "size", "must be at least 1 byte")
    key = wrong.built("idempotency_key", lambda: key_from("BeginUpload", request))
    wrong.check()
    return {
        "document_id": document_id,
        "name": request.name,
        "media_type": request.media_type,
        "size": request.size,
        "key": key,
    }


def piece_from(request: pb.PutUploadPieceRequest) -> dict[str, Any]:
    """Return a piece.

    Raises:
        Invalid: each field that is wrong is named.
    """
    wrong = Wrong()
    upload = wrong.built("attachment_id", lambda: id_from("attachment_id", request.attachment_id))
    wrong.unless(request.number >= 0, "number", "must be 0 or more")
    sized = 1 <= len(request.body) <= PIECE_BYTES
    wrong.unless(sized, "body", f"must have 1 to {PIECE_BYTES} bytes")
    wrong.check()
    return {"attachment_id": upload, "number": request.number, "body": request.body}


def digested_from(attachment_id: str, field: str, digest: str) -> tuple[Any, str]:
    """Return which attachment, and a digest of it that somebody says.

    Raises:
        Invalid: each field that is wrong is named.
    """
    wrong = Wrong()
    found = wrong.built("attachment_id", lambda: id_from("attachment_id", attachment_id))
    good = _DIGEST.fullmatch(digest) is not None
    wrong.unless(good, field, "must be SHA-256 in 64 lower-case hexadecimal digits")
    wrong.check()
    return found, digest


def attachment_to_pb(attachment: Attachment, to: Principal) -> pb.Attachment:
    """Return an attachment as somebody sees it: how it came in is for editors."""
    shown = pb.Attachment(
        attachment_id=str(attachment.attachment_id),
        document_id=str(attachment.document_id),
        version=attachment.version,
        state=pb.AttachmentState.Value(f"ATTACHMENT_STATE_{_state(attachment).name}"),
        name=attachment.name,
        media_type=attachment.kind.media_type,
        size=attachment.size,
        digest=attachment.digest,
        uploaded_at=moment_to_pb(attachment.uploaded_at),
    )
    if to.may(EDITING):
        shown.pieces = attachment.pieces
        shown.received = attachment.received
        shown.uploaded_by_you = attachment.uploaded_by == to.person
        shown.has_text = attachment.has_text
        if attachment.refusal:
            shown.refusal = pb.AttachmentRefusal.Value(
                f"ATTACHMENT_REFUSAL_{attachment.refusal.name}"
            )
    return shown


def _state(attachment: Attachment) -> State:
    """Return its state; a removed one is shown to nobody."""
    assert attachment.state is not State.REMOVED
    return attachment.state


def moment_to_pb(at: datetime) -> Timestamp:
    """Return a moment."""
    moment = Timestamp()
    moment.FromDatetime(at)
    return moment
