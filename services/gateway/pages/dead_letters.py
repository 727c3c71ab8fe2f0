"""What was given up of delivery, for those who run the platform: why, and trying it again."""

from http import HTTPStatus
from typing import Any, Final
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response, flash, redirect, request
from flask_babel import gettext, lazy_gettext, ngettext
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response as AnyResponse

from isp.alerts.v1 import dead_letters_pb2 as pb
from services.gateway.clients import clients
from services.gateway.pages.answers import ask, page
from services.gateway.pages.forms import Form, Refused
from services.gateway.pages.language import address
from services.gateway.pages.refusals import said_on
from services.gateway.pages.visitors import signed_in
from services.gateway.resources.dead_letters import CHANNELS, requeue_of

dead_letters = APIBlueprint(
    "dead_letters", __name__, url_prefix="/desk/given-up", enable_openapi=False
)

PAGE_SIZE: Final = 20
LONGEST_TOKEN: Final = 200
_REFUSED: Final[dict[str, Any]] = {
    "DELIVERY_NOT_FOUND": "",
    "ALERT_OUT_OF_DATE": lazy_gettext(
        "It is not sent again: an alert never arrives after its end."
    ),
}


@dead_letters.get("")
@signed_in
def given_up() -> Response:
    """Show them, newest first; never whom one was for."""
    return _shown(Form())


@dead_letters.post("")
@signed_in
def try_again() -> AnyResponse:
    """Have the one tried again beside which the button was pressed."""
    form = Form()
    try:
        delivery_id = UUID(request.form.get("delivery_id", ""))
    except ValueError:
        raise BadRequest from None
    try:
        with said_on(form, _REFUSED):
            message = pb.RequeueDeadDeliveryRequest(delivery_id=str(delivery_id))
            ask(clients().dead_letters.RequeueDeadDelivery, message)
    except Refused as refused:
        return _shown(form, refused.status)
    flash(gettext("The message is tried again from the start."), "success")
    return redirect(address("dead_letters.given_up", page=_token() or None))


@dead_letters.post("/all")
@signed_in
def try_all_again() -> AnyResponse:
    """Have all of a channel tried again: also those that are not shown here."""
    channel = request.form.get("channel", "")
    if channel not in CHANNELS:
        raise BadRequest
    done = ask(clients().dead_letters.RequeueDeadDeliveries, requeue_of(channel))
    said = ngettext(
        "%(num)d message is tried again.", "%(num)d messages are tried again.", done.count
    )
    left = gettext("Others are left: try again.") if done.more else ""
    flash(f"{said} {left}".strip(), "success")
    return redirect(address("dead_letters.given_up"))


def _token() -> str:
    return request.args.get("page", "")[:LONGEST_TOKEN]


def _shown(form: Form, status: int = HTTPStatus.OK) -> Response:
    message = pb.ListDeadDeliveriesRequest(page_size=PAGE_SIZE, page_token=_token())
    found = ask(clients().dead_letters.ListDeadDeliveries, message)
    return page("desk_given_up.html", status, found=found, form=form, channels=CHANNELS)
