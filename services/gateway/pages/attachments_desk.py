"""The desk of attached files: brought, confirmed by a second person, and taken away."""

import hashlib
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any, BinaryIO, Final
from uuid import UUID, uuid4

from apiflask import APIBlueprint
from flask import Response, flash, redirect, request
from flask_babel import gettext, lazy_gettext
from govuk_frontend_wtf.wtforms_widgets import GovFileInput
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response as AnyResponse
from wtforms import FileField, HiddenField
from wtforms.validators import Length

from isp.content.v1 import attachments_pb2 as pb
from isp.content.v1 import content_pb2
from services.gateway.clients import clients
from services.gateway.pages.answers import ask, page
from services.gateway.pages.forms import Form, Refused, line, version_read
from services.gateway.pages.language import address
from services.gateway.pages.refusals import said_on
from services.gateway.pages.visitors import signed_in

attachments_desk = APIBlueprint(
    "attachments_desk", __name__, url_prefix="/desk/attachments", enable_openapi=False
)

PAGE_SIZE: Final = 50
STATES: Final = {
    "UPLOADING": lazy_gettext("Not all of it has come"),
    "QUARANTINED": lazy_gettext("Waits to be scanned and looked into"),
    "UNCONFIRMED": lazy_gettext("Found good; a second person must confirm it"),
    "STANDING": lazy_gettext("Shown to whoever may read the document"),
    "REFUSED": lazy_gettext("Refused; nothing of it is kept"),
}
REFUSALS: Final = {
    "INFECTED": lazy_gettext("The scanner knows it as harmful."),
    "MISTYPED": lazy_gettext("It is not a file of the type that its name says."),
    "DAMAGED": lazy_gettext("It cannot be read as a file of its type."),
    "DIGEST_DIFFERS": lazy_gettext("What came is not what was sent. Bring it again."),
    "ENCRYPTED": lazy_gettext("It needs a password, so nobody can look into it."),
    "MACROS": lazy_gettext("There are macros in it."),
    "ACTIVE_CONTENT": lazy_gettext("Something in it acts, or fetches, when it is opened."),
    "EMBEDDED_FILE": lazy_gettext("There is another file in it."),
    "COMPRESSION_BOMB": lazy_gettext("It unpacks to far more than it is."),
    "TOO_COMPLEX": lazy_gettext("It is too complex to be looked into."),
}
_OFFICE: Final = "application/vnd.openxmlformats-officedocument"
_OPEN: Final = "application/vnd.oasis.opendocument"
TYPES: Final = {
    "pdf": ("application/pdf", "PDF"),
    "docx": (f"{_OFFICE}.wordprocessingml.document", "Word"),
    "xlsx": (f"{_OFFICE}.spreadsheetml.sheet", "Excel"),
    "pptx": (f"{_OFFICE}.presentationml.presentation", "PowerPoint"),
    "odt": (f"{_OPEN}.text", "OpenDocument"),
    "ods": (f"{_OPEN}.spreadsheet", "OpenDocument"),
    "odp": (f"{_OPEN}.presentation", "OpenDocument"),
    "png": ("image/png", "PNG"),
    "jpg": ("image/jpeg", "JPEG"),
    "jpeg": ("image/jpeg", "JPEG"),
    "webp": ("image/webp", "WebP"),
    "mp4": ("video/mp4", "MP4"),
    "webm": ("video/webm", "WebM"),
    "vtt": ("text/vtt", "WebVTT"),
    "txt": ("text/plain", "TXT"),
    "csv": ("text/csv", "CSV"),
}
"""What a browser calls a file of this ending, which not every browser knows; and what people do."""

SAID_BY_THE_SERVICE: Final = (
    lazy_gettext("must be a file's name alone, without a folder or a special character"),
    lazy_gettext("must have no character that is not printed"),
    lazy_gettext("is no type of file that may be attached"),
)
"""What content says of these fields, so that it has its Welsh."""

_REFUSED: Final = {
    **dict.fromkeys(
        (
            *("INVALID", "TOO_MANY_ATTACHMENTS", "DOCUMENT_WITHDRAWN", "DOCUMENT_OF_PARTNER"),
            *("UPLOAD_CLOSED", "PIECE_OUT_OF_ORDER", "STORAGE_UNAVAILABLE"),
            *("SELF_CONFIRMATION", "NOT_AWAITING_CONFIRMATION", "ATTACHMENT_CHANGED"),
            *("ATTACHMENT_NOT_FOUND", "STALE_VERSION", "ATTACHMENT_IN_USE"),
        ),
        "",
    ),
    "IDEMPOTENCY_KEY_REUSED": lazy_gettext("Send it again."),
}
_CHOOSE: Final = lazy_gettext("choose a file that is not empty")


class UploadForm(Form):
    """A file."""

    file = FileField(
        lazy_gettext("Choose a file"),
        widget=GovFileInput(),
        description=lazy_gettext(
            "PDF, Word, Excel, PowerPoint, OpenDocument, PNG, JPEG, WebP, MP4, WebM, WebVTT, text"
            " or CSV, up to 25 MB here. Macros, passwords and files within files are refused."
        ),
    )
    key = HiddenField(default=lambda: str(uuid4()), validators=[Length(max=36)])

    def refuse(self, violations: Iterator[tuple[str, str]]) -> list[str]:
        """Show whatever is wrong with the file at the one field that there is."""
        return super().refuse(("file", what) for _, what in violations)


class RemovalForm(Form):
    """Why a file is taken away."""

    reason = line(lazy_gettext("Why is it removed? For the record only"), most=300)


def type_name(media_type: str) -> str:
    """Return what people call a type of file."""
    return next((name for kind, name in TYPES.values() if kind == media_type), media_type)


@attachments_desk.get("")
@signed_in
def documents() -> Response:
    """Show the documents, to choose one."""
    message = content_pb2.ListDocumentsRequest(
        page_size=PAGE_SIZE, page_token=request.args.get("page", "")[:200]
    )
    found = ask(clients().content.ListDocuments, message)
    return page("desk_attachment_documents.html", found=found)


@attachments_desk.get("/<uuid:document_id>")
@signed_in
def of_document(document_id: UUID) -> Response:
    """Show what is attached to a document."""
    return _shown(document_id, UploadForm(), RemovalForm(formdata=None))


@attachments_desk.post("/<uuid:document_id>")
@signed_in
def upload(document_id: UUID) -> AnyResponse:
    """Bring a file."""
    form, file = UploadForm(), request.files.get("file")
    status = int(HTTPStatus.BAD_REQUEST)
    size = _size(file.stream) if file and file.filename else 0
    if not file or not size:
        form.file.errors = [*form.file.errors, str(_CHOOSE)]
    else:
        try:
            with said_on(form, _REFUSED):
                _bring(document_id, file, size, str(form.key.data))
            flash(gettext("It is here, and is being scanned and looked into."), "success")
            return redirect(address("attachments_desk.of_document", document_id=document_id))
        except Refused as refused:
            status = refused.status
    form.key.data = str(uuid4())
    return _shown(document_id, form, RemovalForm(formdata=None), status)


@attachments_desk.post("/<uuid:document_id>/<uuid:attachment_id>")
@signed_in
def act(document_id: UUID, attachment_id: UUID) -> AnyResponse:
    """Confirm a file, or take it away."""
    removes = request.form.get("do") == "remove"
    removal = RemovalForm() if removes else RemovalForm(formdata=None)
    status = int(HTTPStatus.BAD_REQUEST)
    if not removes or removal.validate():
        try:
            with said_on(removal, _REFUSED):
                _remove(attachment_id, removal) if removes else _confirm(attachment_id)
            done = gettext("It is removed.") if removes else gettext("It is shown from now on.")
            flash(done, "success")
            return redirect(address("attachments_desk.of_document", document_id=document_id))
        except Refused as refused:
            status = refused.status
    return _shown(document_id, UploadForm(formdata=None), removal, status)


def _bring(document_id: UUID, file: FileStorage, size: int, key: str) -> None:
    """Send a file to content, piece by piece."""
    name = file.filename or ""
    ending = name.rpartition(".")[2].lower()
    known = TYPES.get(ending)
    rpcs = clients().attachments
    begun = ask(
        rpcs.BeginUpload,
        pb.BeginUploadRequest(
            document_id=str(document_id),
            name=name,
            media_type=known[0] if known else file.mimetype or "application/octet-stream",
            size=size,
            idempotency_key=key,
        ),
    )
    attachment_id, digest = begun.attachment.attachment_id, hashlib.sha256()
    for number in range(begun.attachment.pieces):
        piece = file.stream.read(begun.piece_bytes)
        digest.update(piece)
        message = pb.PutUploadPieceRequest(attachment_id=attachment_id, number=number, body=piece)
        ask(rpcs.PutUploadPiece, message)
    whole = pb.FinishUploadRequest(attachment_id=attachment_id, digest=digest.hexdigest())
    ask(rpcs.FinishUpload, whole)


def _confirm(attachment_id: UUID) -> None:
    message = pb.ConfirmAttachmentRequest(
        attachment_id=str(attachment_id), read_digest=request.form.get("digest", "")[:64]
    )
    ask(clients().attachments.ConfirmAttachment, message)


def _remove(attachment_id: UUID, form: RemovalForm) -> None:
    message = pb.RemoveAttachmentRequest(
        attachment_id=str(attachment_id), expected_version=version_read(), reason=form.reason.data
    )
    ask(clients().attachments.RemoveAttachment, message)


def _size(stream: BinaryIO | Any) -> int:
    size = int(stream.seek(0, 2))
    stream.seek(0)
    return size


def _shown(
    document_id: UUID, form: UploadForm, removal: RemovalForm, status: int = HTTPStatus.OK
) -> Response:
    wanted = content_pb2.GetDocumentRequest(document_id=str(document_id))
    message = pb.ListAttachmentsRequest(document_id=str(document_id))
    return page(
        "desk_attachments.html",
        status,
        document=ask(clients().content.GetDocument, wanted).document,
        attachments=ask(clients().attachments.ListAttachments, message).attachments,
        form=form,
        removal=removal,
        states=STATES,
        refusals=REFUSALS,
    )
