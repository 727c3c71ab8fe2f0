"""The desk of accessible formats: what readers need, and by when."""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any, Final
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response, flash, g, redirect, request
from flask_babel import gettext, lazy_gettext
from werkzeug.wrappers import Response as AnyResponse

from isp.content.v1 import attachments_pb2
from isp.content.v1 import formats_pb2 as pb
from services.gateway.clients import clients
from services.gateway.pages.answers import ask, page
from services.gateway.pages.formats import NAMES, NATIONS, STATES
from services.gateway.pages.forms import Form, Refused, line, lines, list_of, version_read
from services.gateway.pages.kept import kept_form
from services.gateway.pages.language import address
from services.gateway.pages.refusals import said_on
from services.gateway.pages.visitors import signed_in

formats_desk = APIBlueprint(
    "formats_desk", __name__, url_prefix="/desk/formats", enable_openapi=False
)

_REFUSED: Final = dict.fromkeys(
    (
        *("STALE_VERSION", "FORMAT_REQUEST_ENDED", "FORMAT_REQUEST_CLAIMED"),
        *("FORMAT_REQUEST_NOT_CLAIMED", "FORMAT_NEEDS_FILE", "ATTACHMENT_NOT_FOUND"),
        "DOCUMENT_WITHDRAWN",
    ),
    "",
)
SAID_BY_THE_SERVICE: Final = (
    lazy_gettext("must be exactly one of a file, a link and a reason"),
    lazy_gettext("must say why"),
)
"""What content says of these fields, so that it has its Welsh."""


def _files() -> Iterator[tuple[str, Any]]:
    yield "", lazy_gettext("None")
    for file in g.get("format_files", ()):
        yield file.attachment_id, file.name


class FormatAnswerForm(Form):
    """What was made: exactly one of these."""

    attachment_id = list_of(lazy_gettext("A file that is attached to the document"), _files)
    link = line(lazy_gettext("Or a link"), most=1000, required=False)
    reason = lines(
        lazy_gettext("Or why there is none, or why you close it"), most=500, required=False
    )


@formats_desk.get("")
@signed_in
def queue() -> Response:
    """Show what waits, what is overdue first; or what ended."""
    return _shown(None, "")


@formats_desk.post("/<uuid:request_id>")
@signed_in
def act(request_id: UUID) -> AnyResponse:
    """Claim a request, put it back, answer it, or close it."""
    g.format_files = _standing(request.form.get("document_id", "")[:36])
    form, rpcs, do = FormatAnswerForm(), clients().formats, request.form.get("do", "")
    named: dict[str, Any] = {"request_id": str(request_id), "expected_version": version_read()}
    answer = pb.FormatAnswer(
        attachment_id=form.attachment_id.data or "",
        link=form.link.data or "",
        reason=form.reason.data or "",
    )
    status = int(HTTPStatus.BAD_REQUEST)
    if do not in {"answer", "close"} or form.validate():
        try:
            with said_on(form, _REFUSED):
                if do == "claim":
                    ask(rpcs.ClaimFormatRequest, pb.ClaimFormatRequestRequest(**named))
                elif do == "release":
                    ask(rpcs.ReleaseFormatRequest, pb.ReleaseFormatRequestRequest(**named))
                elif do == "close":
                    closing = pb.CloseFormatRequestRequest(**named, reason=answer.reason)
                    ask(rpcs.CloseFormatRequest, closing)
                else:
                    answering = pb.AnswerFormatRequestRequest(**named, answer=answer)
                    ask(rpcs.AnswerFormatRequest, answering)
            flash(gettext("It is done."), "success")
            return redirect(address("formats_desk.queue"))
        except Refused as refused:
            status = refused.status
    return _shown(form, str(request_id), status)


def _shown(form: FormatAnswerForm | None, of: str, status: int = HTTPStatus.OK) -> Response:
    """Show the queue; `form` is what was said of the request `of` and refused."""
    ended = "ended" in request.args
    message = pb.ListFormatRequestsRequest(
        ended=ended, page_token=request.args.get("page", "")[:200]
    )
    found = ask(clients().formats.ListFormatRequests, message)
    forms = {}
    for each in found.requests if not ended else ():
        if each.claimed_by_me:
            g.format_files = _standing(each.document_id)
            mine = form is not None and each.request_id == of
            typed = kept_form(address("formats_desk.act", request_id=each.request_id))
            forms[each.request_id] = form if mine else FormatAnswerForm(formdata=typed)
    return page(
        "desk_formats.html",
        status,
        found=found,
        ended=ended,
        forms=forms,
        refused=form,
        names=NAMES,
        nations=NATIONS,
        states=STATES,
    )


def _standing(document_id: str) -> list[attachments_pb2.Attachment]:
    if not document_id:
        return []
    message = attachments_pb2.ListAttachmentsRequest(document_id=document_id)
    found = ask(clients().attachments.ListAttachments, message).attachments
    return [each for each in found if each.state == attachments_pb2.ATTACHMENT_STATE_STANDING]
