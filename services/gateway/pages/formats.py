"""Accessible formats: asked for from a document's page, and what became of it."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any, Final
from uuid import UUID, uuid4

from apiflask import APIBlueprint
from flask import Response, flash, redirect, request
from flask_babel import gettext, lazy_gettext
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response as AnyResponse
from wtforms import HiddenField
from wtforms.validators import Length

from isp.content.v1 import content_pb2
from isp.content.v1 import formats_pb2 as pb
from services.gateway.clients import clients
from services.gateway.pages.answers import ask, page
from services.gateway.pages.forms import Form, Refused, line, lines, list_of, one_of, version_read
from services.gateway.pages.language import address
from services.gateway.pages.refusals import said_on, told
from services.gateway.pages.visitors import signed_in

formats = APIBlueprint("formats_pages", __name__, enable_openapi=False)

NAMES: Final = {
    "LARGE_PRINT": lazy_gettext("Large print"),
    "BRAILLE": lazy_gettext("Braille"),
    "AUDIO": lazy_gettext("Audio"),
    "EASY_READ": lazy_gettext("Easy read"),
    "BSL": lazy_gettext("British Sign Language"),
    "PLAIN_TEXT": lazy_gettext("Plain text"),
    "OTHER_LANGUAGE": lazy_gettext("Another language"),
}
NATIONS: Final = {
    "ENGLAND": lazy_gettext("England"),
    "WALES": lazy_gettext("Wales"),
    "SCOTLAND": lazy_gettext("Scotland"),
    "NORTHERN_IRELAND": lazy_gettext("Northern Ireland"),
}
STATES: Final = {
    "OPEN": lazy_gettext("It waits for an editor"),
    "CLAIMED": lazy_gettext("An editor sees to it"),
    "ANSWERED": lazy_gettext("Answered"),
    "CLOSED": lazy_gettext("Closed"),
}
SAID_BY_THE_SERVICE: Final = (
    lazy_gettext("must name the language, in 2 to 60 letters"),
    lazy_gettext("must stand with OTHER_LANGUAGE alone"),
)
"""What content says of these fields, so that it has its Welsh."""

_REFUSED: Final = {
    **dict.fromkeys(("TOO_MANY_FORMAT_REQUESTS", "DOCUMENT_OF_PARTNER", "DOCUMENT_WITHDRAWN"), ""),
    "IDEMPOTENCY_KEY_REUSED": lazy_gettext("Send it again."),
}


class AskForm(Form):
    """What a reader needs."""

    format = one_of(lazy_gettext("Which format do you need?"), NAMES.items)
    wanted_language = line(
        lazy_gettext("If you need another language: which one?"), most=60, required=False
    )
    note = lines(
        lazy_gettext("Is there something else that helps?"),
        most=500,
        hint=lazy_gettext("For example how large the print is to be. Do not write who you are."),
        required=False,
    )
    nation = list_of(
        lazy_gettext("Where are you?"),
        NATIONS.items,
        hint=lazy_gettext("We answer within five working days; bank holidays differ."),
    )
    key = HiddenField(default=lambda: str(uuid4()), validators=[Length(max=36)])


@formats.get("/advice/<uuid:document_id>/formats")
def form(document_id: UUID) -> Response:
    """Ask what is needed."""
    return _form(document_id, AskForm())


@formats.post("/advice/<uuid:document_id>/formats")
def send(document_id: UUID) -> AnyResponse:
    """Keep what is needed."""
    form, status = AskForm(), int(HTTPStatus.BAD_REQUEST)
    if form.validate():
        message = pb.AskForFormatRequest(
            document_id=str(document_id),
            format=pb.AccessibleFormat.Value(f"ACCESSIBLE_FORMAT_{form.format.data}"),
            wanted_language=form.wanted_language.data or "",
            note=form.note.data or "",
            nation=pb.Nation.Value(f"NATION_{form.nation.data}"),
            idempotency_key=form.key.data,
        )
        try:
            with said_on(form, _REFUSED):
                made = ask(clients().formats.AskForFormat, message)
            if not made.reply_code:
                flash(gettext("We have your request. You get an e-mail when there is an answer."))
                return redirect(address("formats_pages.own"))
            reply = {"request_id": made.request.request_id, "reply_code": made.reply_code}
            return redirect(address("formats_pages.reply", **reply))
        except Refused as refused:
            status = refused.status
            form.key.data = str(uuid4())
    return _form(document_id, form, status)


@formats.get("/formats/<uuid:request_id>/<reply_code>")
def reply(request_id: UUID, reply_code: str) -> Response:
    """Show who has no account what became of their request."""
    message = pb.GetFormatRequestRequest(request_id=str(request_id), reply_code=reply_code[:100])
    found = ask(clients().formats.GetFormatRequest, message).request
    return page("format_reply.html", each=found, names=NAMES, states=STATES)


@formats.post("/formats/<uuid:request_id>/<reply_code>")
def withdraw(request_id: UUID, reply_code: str) -> AnyResponse:
    """Take a request back that was made without an account."""
    _withdraw(request_id, reply_code[:100])
    return redirect(
        address("formats_pages.reply", request_id=request_id, reply_code=reply_code[:100])
    )


@formats.get("/account/formats")
@signed_in
def own() -> Response:
    """Show somebody what they asked for."""
    message = pb.ListMyFormatRequestsRequest()
    found = ask(clients().formats.ListMyFormatRequests, message).requests
    return page("formats_own.html", requests=found, names=NAMES, states=STATES)


@formats.post("/account/formats")
@signed_in
def withdraw_own() -> AnyResponse:
    """Take one's own request back."""
    try:
        request_id = UUID(request.form.get("request_id", ""))
    except ValueError:
        raise BadRequest from None
    _withdraw(request_id, "")
    return redirect(address("formats_pages.own"))


def offered(document_id: UUID) -> Sequence[pb.OfferedFormat]:
    """Return in which formats a document was made."""
    message = pb.ListFormatsRequest(document_id=str(document_id))
    found: Sequence[pb.OfferedFormat] = ask(clients().formats.ListFormats, message).formats
    return found


def _withdraw(request_id: UUID, code: str) -> None:
    message = pb.WithdrawFormatRequestRequest(
        request_id=str(request_id), expected_version=version_read(), reply_code=code
    )
    with told("STALE_VERSION", "FORMAT_REQUEST_ENDED"):
        ask(clients().formats.WithdrawFormatRequest, message)
        flash(gettext("Your request is taken back."), "success")


def _form(document_id: UUID, form: AskForm, status: int = HTTPStatus.OK) -> Response:
    message = content_pb2.GetDocumentRequest(document_id=str(document_id))
    document: Any = ask(clients().content.GetDocument, message).document
    return page("format_ask.html", status, form=form, document=document)
