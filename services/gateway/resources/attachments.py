"""Files that are attached to documents, by REST."""

from http import HTTPStatus
from typing import Any, Final
from uuid import UUID

from apiflask import APIBlueprint, Schema
from apiflask.fields import Integer
from apiflask.validators import Length, Range, Regexp
from flask import Response, jsonify, request

from isp.content.v1 import attachments_pb2 as pb
from services.gateway.clients import clients
from services.gateway.preconditions import expected_version, idempotency_key, with_etag
from services.gateway.resources.alert_json import time_json
from services.gateway.resources.fields import String

attachments = APIBlueprint("attachments", __name__, url_prefix="/v1", tag="Attachments")

LARGEST_PIECE: Final = 1024 * 1024
_DIGEST: Final = Regexp("^[0-9a-f]{64}$")
_COMES: Final = {
    200: "The upload",
    400: "Wrong input",
    403: "Not allowed",
    404: "None of yours",
    409: "Not in this state",
    503: "It cannot be kept now",
}


class UploadIn(Schema):
    """A file as it is announced; `size` in bytes."""

    name = String(required=True, validate=Length(1, 150))
    media_type = String(required=True, validate=Length(1, 200))
    size = Integer(required=True, strict=True, validate=Range(1, 200 * LARGEST_PIECE))


class WholeIn(Schema):
    """SHA-256 of the whole file, in lower-case hexadecimal."""

    digest = String(required=True, validate=_DIGEST)


class ConfirmationIn(Schema):
    """SHA-256 of the file that was read."""

    read_digest = String(required=True, validate=_DIGEST)


class AttachmentRemovalIn(Schema):
    """Why, for the record only."""

    reason = String(required=True, validate=Length(1, 300))


def attachment_json(attachment: pb.Attachment) -> dict[str, Any]:
    """Return an attachment; how it came in is said to editors alone."""
    return {
        "attachment_id": attachment.attachment_id,
        "document_id": attachment.document_id,
        "version": attachment.version,
        "state": pb.AttachmentState.Name(attachment.state).removeprefix("ATTACHMENT_STATE_"),
        "name": attachment.name,
        "media_type": attachment.media_type,
        "size": attachment.size,
        "digest": attachment.digest or None,
        "uploaded_at": time_json(attachment.uploaded_at),
        "pieces": attachment.pieces or None,
        "received": attachment.received if attachment.pieces else None,
        "refusal": (
            pb.AttachmentRefusal.Name(attachment.refusal).removeprefix("ATTACHMENT_REFUSAL_")
            if attachment.refusal
            else None
        ),
        "uploaded_by_you": attachment.uploaded_by_you,
        "has_text": attachment.has_text,
    }


def _attachment(attachment: pb.Attachment) -> Response:
    return with_etag(jsonify(attachment_json(attachment)), attachment.version)


@attachments.get("/documents/<uuid:document_id>/attachments")
@attachments.doc(
    summary="What is attached to a document",
    description="What is shown; to editors also what waits or was refused, and why.",
    responses={200: "The files, oldest first", 404: "No document that you may know of"},
)
def list_attachments(document_id: UUID) -> Response:
    """List attachments."""
    message = pb.ListAttachmentsRequest(document_id=str(document_id))
    found = clients().call(clients().attachments.ListAttachments, message)
    return jsonify({"attachments": [attachment_json(each) for each in found.attachments]})


@attachments.post("/documents/<uuid:document_id>/attachments")
@attachments.input(UploadIn, arg_name="said")
@attachments.doc(
    summary="Announce a file for a document",
    description="It then comes in pieces of `piece_bytes`. PDF, Word, Excel and PowerPoint without"
    " macros, OpenDocument, PNG, JPEG, WebP, MP4, WebVTT, plain text and CSV. Needs"
    " Idempotency-Key and a fresh second factor.",
    responses={
        201: "The upload",
        400: "Wrong name, type or size",
        401: "A fresh second factor",
        403: "Not allowed",
        404: "No document that you may know of",
        409: "Not such a document",
        429: "As many as there may be",
    },
    security="bearer",
)
def begin_upload(document_id: UUID, said: dict[str, Any]) -> tuple[Response, int]:
    """Announce a file."""
    message = pb.BeginUploadRequest(
        document_id=str(document_id), idempotency_key=idempotency_key(), **said
    )
    made = clients().call(clients().attachments.BeginUpload, message)
    shown = attachment_json(made.attachment) | {"piece_bytes": made.piece_bytes}
    return with_etag(jsonify(shown), made.attachment.version), HTTPStatus.CREATED


@attachments.put("/attachments/<uuid:attachment_id>/pieces/<int:number>")
@attachments.doc(
    summary="Bring a piece of a file",
    description="Pieces count from 0 and come in order; one may come again. The body is the bytes"
    " themselves, as application/octet-stream: exactly 1 MiB, of the last piece what is left.",
    responses=_COMES | {413: "Too large", 415: "Not application/octet-stream"},
    security="bearer",
)
def put_upload_piece(attachment_id: UUID, number: int) -> Response:
    """Bring a piece."""
    message = pb.PutUploadPieceRequest(
        attachment_id=str(attachment_id), number=min(number, 2**31 - 1), body=request.get_data()
    )
    return _attachment(clients().call(clients().attachments.PutUploadPiece, message).attachment)


@attachments.post("/attachments/<uuid:attachment_id>/finish")
@attachments.input(WholeIn, arg_name="said")
@attachments.doc(
    summary="Say that a file is here",
    description="It waits in quarantine until it was scanned and looked into; the list of the"
    " document's attachments says what became of it.",
    responses=_COMES,
    security="bearer",
)
def finish_upload(attachment_id: UUID, said: dict[str, str]) -> Response:
    """Finish an upload."""
    message = pb.FinishUploadRequest(attachment_id=str(attachment_id), **said)
    return _attachment(clients().call(clients().attachments.FinishUpload, message).attachment)


@attachments.post("/attachments/<uuid:attachment_id>/confirmation")
@attachments.input(ConfirmationIn, arg_name="said")
@attachments.doc(
    summary="Confirm a file that somebody else uploaded",
    description="Of a document that is not for everybody. Needs a fresh second factor.",
    responses=_COMES | {200: "The file, as it is shown", 401: "A fresh second factor"},
    security="bearer",
)
def confirm_attachment(attachment_id: UUID, said: dict[str, str]) -> Response:
    """Confirm a file."""
    message = pb.ConfirmAttachmentRequest(attachment_id=str(attachment_id), **said)
    return _attachment(clients().call(clients().attachments.ConfirmAttachment, message).attachment)


@attachments.post("/attachments/<uuid:attachment_id>/removal")
@attachments.input(AttachmentRemovalIn, arg_name="said")
@attachments.doc(
    summary="Take a file away",
    description="For good; links to it end at once. Needs If-Match and a fresh second factor.",
    responses={
        200: "It is gone",
        401: "A fresh second factor",
        403: "Not allowed",
        404: "None",
        412: "Stale",
        428: "No If-Match",
    },
    security="bearer",
)
def remove_attachment(attachment_id: UUID, said: dict[str, str]) -> Response:
    """Remove a file."""
    message = pb.RemoveAttachmentRequest(
        attachment_id=str(attachment_id), expected_version=expected_version(), **said
    )
    clients().call(clients().attachments.RemoveAttachment, message)
    return jsonify({})


@attachments.post("/attachments/<uuid:attachment_id>/opening")
@attachments.doc(
    summary="Where a file can be read for five minutes",
    description="The address is yours alone and is no right: whether you may read the file is"
    " asked again when it is opened. Ranges of bytes are answered there.",
    responses={200: "Where it is read", 404: "None that you may know of"},
)
def open_attachment(attachment_id: UUID) -> Response:
    """Open a file."""
    message = pb.OpenAttachmentRequest(attachment_id=str(attachment_id))
    opened = clients().call(clients().attachments.OpenAttachment, message)
    return jsonify(
        {
            "url": opened.url,
            "expires_at": time_json(opened.expires_at),
            "attachment": attachment_json(opened.attachment),
        }
    )
