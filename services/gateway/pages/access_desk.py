"""The desk on which owners decide who may read their documents for a time."""

from http import HTTPStatus
from typing import Any, Final
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response, flash, redirect, request
from flask_babel import gettext, lazy_gettext
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response as AnyResponse

from isp.content.v1 import access_pb2 as pb
from services.gateway.clients import clients
from services.gateway.pages.answers import ask, page
from services.gateway.pages.forms import Form, Refused, lines, list_of, version_read
from services.gateway.pages.language import address
from services.gateway.pages.refusals import said_on
from services.gateway.pages.teasers import status_of
from services.gateway.pages.visitors import signed_in

access_desk = APIBlueprint("access_desk", __name__, url_prefix="/desk/access", enable_openapi=False)

DAYS: Final = (
    ("7", lazy_gettext("7 days")),
    ("14", lazy_gettext("14 days")),
    ("30", lazy_gettext("30 days")),
    ("90", lazy_gettext("90 days")),
)
_REFUSED: Final = dict.fromkeys(
    (
        *("STALE_VERSION", "ACCESS_REQUEST_CLOSED", "ACCESS_OUT_OF_REACH"),
        *("NOT_YOURS_TO_DECIDE", "INVALID"),
    ),
    "",
)
_SAID: Final = {
    "grant": lazy_gettext("It is granted. It ends by itself."),
    "propose": lazy_gettext("Another editor must agree now."),
    "refuse": lazy_gettext("It is refused."),
    "revoke": lazy_gettext("It is taken back: from now on they cannot read it."),
}


class DecisionForm(Form):
    """For how long, and what the requester is told."""

    days = list_of(lazy_gettext("For how long"), list(DAYS), default="14")
    because = lines(
        lazy_gettext("Why: whoever asked reads this"),
        most=1000,
        required=False,
        render_kw={"rows": 4},
    )


@access_desk.get("")
@signed_in
def queue() -> Response:
    """Show what waits for the visitor's word, and whom they let read."""
    waits = ask(clients().access.ListAccessRequests, pb.ListAccessRequestsRequest()).requests
    message = pb.ListAccessRequestsRequest(granted=True)
    granted = ask(clients().access.ListAccessRequests, message).requests
    return page("desk_accesses.html", waits=waits, granted=granted, stands_of=status_of)


@access_desk.get("/<uuid:request_id>")
@signed_in
def one(request_id: UUID) -> Response:
    """Show a request, and what can be done."""
    return _shown(request_id, DecisionForm())


@access_desk.post("/<uuid:request_id>")
@signed_in
def act(request_id: UUID) -> AnyResponse:
    """Say yes or no, or take back what was granted."""
    deed, form = request.form.get("do", ""), DecisionForm()
    if deed not in {"grant", "refuse", "revoke"}:
        raise BadRequest
    if not form.validate():
        return _shown(request_id, form, HTTPStatus.BAD_REQUEST)
    try:
        with said_on(form, _REFUSED):
            after = _done(deed, request_id, form)
    except Refused as refused:
        return _shown(request_id, form, refused.status)
    proposed = after.status == pb.ACCESS_REQUEST_STATUS_PROPOSED
    flash(str(_SAID["propose" if proposed else deed]), "success")
    return redirect(address("access_desk.queue"))


def _done(deed: str, request_id: UUID, form: DecisionForm) -> pb.AccessRequest:
    which, said = str(request_id), form.because.data or ""
    if deed == "revoke":
        revocation = pb.RevokeAccessRequest(
            request_id=which, expected_version=version_read(), because=said
        )
        revoked: pb.AccessRequest = ask(clients().access.RevokeAccess, revocation).request
        return revoked
    decision = pb.DecideAccessRequestRequest(
        request_id=which,
        expected_version=version_read(),
        yes=deed == "grant",
        days=int(form.days.data),
        because=said,
    )
    decided: pb.AccessRequest = ask(clients().access.DecideAccessRequest, decision).request
    return decided


def _shown(request_id: UUID, form: DecisionForm, status: int = HTTPStatus.OK) -> Response:
    message = pb.GetAccessRequestRequest(request_id=str(request_id))
    found: Any = ask(clients().access.GetAccessRequest, message)
    stands = status_of(found.request)
    title = gettext("Who may read it: %(title)s", title=found.request.document_title)
    return page("desk_access.html", int(status), found=found, form=form, stands=stands, title=title)
