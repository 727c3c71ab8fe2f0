"""What may be known of documents that somebody may not read, and asking to read them."""

from http import HTTPStatus
from typing import Any, Final
from uuid import UUID, uuid4

from apiflask import APIBlueprint
from flask import Response, flash, redirect, request
from flask_babel import gettext, lazy_gettext
from werkzeug.wrappers import Response as AnyResponse
from wtforms import HiddenField
from wtforms.validators import Length

from isp.content.v1 import access_pb2 as pb
from services.gateway.clients import clients
from services.gateway.headers import public
from services.gateway.pages import labels
from services.gateway.pages.answers import ask, page
from services.gateway.pages.forms import Form, Refused, lines, version_read
from services.gateway.pages.language import address
from services.gateway.pages.refusals import said_on, told
from services.gateway.pages.visitors import signed_in

teasers = APIBlueprint("teasers", __name__, url_prefix="/advice", enable_openapi=False)
my_access = APIBlueprint("my_access", __name__, url_prefix="/account/access", enable_openapi=False)

PAGE_SIZE: Final = 20
LONGEST_TOKEN: Final = 36
_KEPT_SECONDS: Final = 30
_PREFIX: Final = "ACCESS_REQUEST_STATUS_"
_REFUSED: Final = {
    **dict.fromkeys(("TOO_MANY_ACCESS_REQUESTS", "ACCESS_OUT_OF_REACH", "INVALID"), ""),
    "IDEMPOTENCY_KEY_REUSED": lazy_gettext("Send it again."),
}


class AskForm(Form):
    """Why somebody wants to read a document."""

    reason = lines(
        lazy_gettext("Who are you, for whom do you act, and why do you need it?"),
        most=1000,
        hint=lazy_gettext("Whoever looks after the document reads this and decides."),
        render_kw={"rows": 6},
    )
    key = HiddenField(default=lambda: str(uuid4()), validators=[Length(max=36)])


@teasers.get("/teasers")
def every() -> Response:
    """List what may be asked for."""
    token = request.args.get("page", "")[:LONGEST_TOKEN]
    message = pb.ListTeasersRequest(page_size=PAGE_SIZE, page_token=token)
    found = ask(clients().access.ListTeasers, message)
    return public(page("teasers.html", found=found), _KEPT_SECONDS)


@teasers.get("/<uuid:document_id>/teaser")
def one(document_id: UUID) -> Response:
    """Show what may be known of a document."""
    return public(page("teaser.html", teaser=_teaser(document_id)), _KEPT_SECONDS)


@teasers.get("/<uuid:document_id>/ask")
@signed_in
def ask_form(document_id: UUID) -> Response:
    """Ask why somebody wants to read it."""
    return page("teaser_ask.html", teaser=_teaser(document_id), form=AskForm())


@teasers.post("/<uuid:document_id>/ask")
@signed_in
def ask_for(document_id: UUID) -> AnyResponse:
    """Ask its owner."""
    form, status = AskForm(), int(HTTPStatus.BAD_REQUEST)
    if form.validate():
        message = pb.AskForAccessRequest(
            document_id=str(document_id), reason=form.reason.data, idempotency_key=form.key.data
        )
        try:
            with said_on(form, _REFUSED):
                ask(clients().access.AskForAccess, message)
            flash(gettext("You have asked. What comes of it is shown here."), "success")
            return redirect(address("my_access.own"))
        except Refused as refused:
            status = refused.status
            form.key.data = str(uuid4())
    return page("teaser_ask.html", status, teaser=_teaser(document_id), form=form)


def _teaser(document_id: UUID) -> Any:
    message = pb.GetTeaserRequest(document_id=str(document_id))
    return ask(clients().access.GetTeaser, message).teaser


@my_access.get("")
@signed_in
def own() -> Response:
    """Show what somebody was granted, and what they asked for."""
    message = pb.ListMyAccessRequestsRequest()
    found = ask(clients().access.ListMyAccessRequests, message).requests
    granted = [each for each in found if each.document_title]
    asked = [each for each in found if not each.document_title]
    return page("my_access.html", granted=granted, asked=asked, stands=status_of)


@my_access.post("/<uuid:request_id>")
@signed_in
def give_up(request_id: UUID) -> AnyResponse:
    """Take a request back, or give a grant up."""
    message = pb.WithdrawAccessRequestRequest(
        request_id=str(request_id), expected_version=version_read()
    )
    with told("STALE_VERSION", "ACCESS_REQUEST_CLOSED"):
        ask(clients().access.WithdrawAccessRequest, message)
        flash(gettext("It is given up."), "success")
    return redirect(address("my_access.own"))


def status_of(request: pb.AccessRequest) -> str:
    """Return where a request is: a word of `labels.ACCESS_STATUSES`."""
    name = pb.AccessRequestStatus.Name(request.status).removeprefix(_PREFIX)
    return name if name in labels.ACCESS_STATUSES else "ENDED"
