"""The desk of second factors that people lost."""

from http import HTTPStatus
from typing import Final
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response, flash, redirect
from flask_babel import gettext, lazy_gettext
from werkzeug.wrappers import Response as AnyResponse

from isp.identity.v1 import factor_resets_pb2 as pb
from services.gateway.clients import clients
from services.gateway.pages.answers import ask, page
from services.gateway.pages.forms import Form, Refused, line, lines
from services.gateway.pages.language import address
from services.gateway.pages.refusals import said_on, told
from services.gateway.pages.visitors import signed_in

factors_desk = APIBlueprint(
    "factors_desk", __name__, url_prefix="/desk/second-factors", enable_openapi=False
)

_NOT_PROPOSED: Final = dict.fromkeys(
    ("SUBSCRIBER_NOT_FOUND", "OWN_FACTOR_RESET", "NO_SECOND_FACTOR", "FACTOR_RESET_THERE"), ""
)
_NOT_DONE: Final = (
    *("FACTOR_RESET_NOT_FOUND", "FACTOR_RESET_CONFIRMED", "OWN_FACTOR_RESET"),
    *("FACTOR_RESET_BEYOND", "PROPOSER_UNFIT"),
)


class ResetForm(Form):
    """Who lost them, and how that is known."""

    email = line(lazy_gettext("Email address of the account"), most=254)
    reason = lines(
        lazy_gettext("How you know that it is them"),
        most=500,
        hint=lazy_gettext("Such as a call back to a number that you found yourself."),
    )


@factors_desk.get("")
@signed_in
def queue() -> Response:
    """Show those that wait."""
    return _page(ResetForm(formdata=None))


@factors_desk.post("")
@signed_in
def propose() -> AnyResponse:
    """Propose one."""
    form = ResetForm()
    if not form.validate():
        return _page(form, HTTPStatus.BAD_REQUEST)
    message = pb.ProposeFactorResetRequest(email=form.email.data, reason=form.reason.data)
    try:
        with said_on(form, _NOT_PROPOSED):
            ask(clients().factor_resets.ProposeFactorReset, message)
    except Refused as refused:
        return _page(form, refused.status)
    flash(gettext("It waits for a second officer. The person was told by mail."), "success")
    return redirect(address("factors_desk.queue"))


@factors_desk.post("/<uuid:reset_id>/confirm")
@signed_in
def confirm(reset_id: UUID) -> AnyResponse:
    """Confirm what somebody else proposed."""
    with told(*_NOT_DONE):
        message = pb.ConfirmFactorResetRequest(reset_id=str(reset_id))
        ask(clients().factor_resets.ConfirmFactorReset, message)
        flash(gettext("It is done in 24 hours. The person was told by mail."), "success")
    return redirect(address("factors_desk.queue"))


@factors_desk.post("/<uuid:reset_id>/stop")
@signed_in
def stop(reset_id: UUID) -> AnyResponse:
    """Give one up."""
    with told(*_NOT_DONE):
        message = pb.StopFactorResetRequest(reset_id=str(reset_id))
        ask(clients().factor_resets.StopFactorReset, message)
        flash(gettext("Stopped: the second factors stay."), "success")
    return redirect(address("factors_desk.queue"))


def _page(form: ResetForm, status: int = HTTPStatus.OK) -> Response:
    found = ask(clients().factor_resets.ListFactorResets, pb.ListFactorResetsRequest())
    return page("desk_second_factors.html", status, form=form, resets=found.resets)
