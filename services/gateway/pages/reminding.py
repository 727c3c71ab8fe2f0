"""Reminders of training: whether one gets them, and the link in a mail that ends them."""

from apiflask import APIBlueprint
from flask import Response, flash, redirect, request
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from isp.training.v1 import reminders_pb2 as pb
from services.gateway.clients import clients
from services.gateway.pages.answers import ask, page
from services.gateway.pages.language import address
from services.gateway.pages.visitors import signed_in

reminding = APIBlueprint("reminding", __name__, url_prefix="/learn/reminders", enable_openapi=False)


@reminding.get("")
@signed_in
def chosen() -> Response:
    """Show whether the visitor is reminded."""
    found = ask(clients().reminders.GetReminders, pb.GetRemindersRequest())
    return page("reminders.html", wanted=found.wanted)


@reminding.post("")
@signed_in
def choose() -> AnyResponse:
    """Keep what the visitor chose."""
    wanted = request.form.get("wanted") == "yes"
    ask(clients().reminders.SetReminders, pb.SetRemindersRequest(wanted=wanted))
    flash(
        gettext("You get reminders again.") if wanted else gettext("You get no more reminders."),
        "success",
    )
    return redirect(address("reminding.chosen"))


@reminding.get("/stop")
def stop_form() -> Response:
    """Ask whether to stop: mail scanners open links, and must not."""
    return page("reminders_stop.html", token=_token(), stopped=False)


@reminding.post("/stop")
def stop() -> Response:
    """Stop; a mail program's one click (RFC 8058) ends here too."""
    token = _token()
    if token:
        ask(clients().reminders.StopReminders, pb.StopRemindersRequest(token=token))
    return page("reminders_stop.html", token="", stopped=True)


def _token() -> str:
    """Return the link's token: from the form, or, of a mail program's one click, the address."""
    return (request.form.get("token") or request.args.get("token", ""))[:100]
