"""An organisation's endpoints for alerts on the pages: kept, tried, read about and let go."""

from collections.abc import Callable
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

from isp.alerts.v1 import webhooks_pb2 as pb
from services.gateway.clients import clients
from services.gateway.pages.answers import ask, page
from services.gateway.pages.forms import Form, Refused, line, list_of, one_of, version_read
from services.gateway.pages.language import address
from services.gateway.pages.refusals import said_on, told
from services.gateway.pages.visitors import signed_in

webhooks = APIBlueprint("webhooks", __name__, url_prefix="/account/webhooks", enable_openapi=False)

PAGE_SIZE: Final = 20
LONGEST_TOKEN: Final = 200
MOST: Final = 20
MODES: Final = {
    "LIVE": lazy_gettext("Actual alerts, and no exercise"),
    "TEST": lazy_gettext("Exercises, and never an actual alert"),
}
OVERLAPS: Final = (
    ("24", lazy_gettext("a day")),
    ("1", lazy_gettext("an hour")),
    ("168", lazy_gettext("a week")),
    ("0", lazy_gettext("not at all: it ends at once")),
)
WHY_OFF: Final = {
    "the endpoint answered that it is gone": lazy_gettext("the endpoint answered that it is gone"),
    "the endpoint took nothing for hours": lazy_gettext("the endpoint took nothing for hours"),
    "the person who answered for it left": lazy_gettext("the person who answered for it left"),
}
"""What alerts says of one that is switched off, so that it has its Welsh."""

_KEPT: Final = lazy_gettext("What stands now is below.")
_NOT_KEPT: Final[dict[str, Any]] = {
    "TOO_MANY_WEBHOOKS": "",
    "NO_ORGANISATION": "",
    "IDEMPOTENCY_KEY_REUSED": lazy_gettext("Press the button again."),
    "INVALID": "",
}
_REFUSED: Final[dict[str, Any]] = {
    "STALE_VERSION": _KEPT,
    "TOO_MANY_PINGS": "",
    "IDEMPOTENCY_KEY_REUSED": lazy_gettext("Press the button again."),
    "DELIVERY_NOT_FOUND": "",
    "DELIVERY_UNDER_WAY": "",
    "ALERT_OUT_OF_DATE": lazy_gettext(
        "It is not sent again: an alert never arrives after its end."
    ),
    "INVALID": "",
}
"""Why something was refused, where the page says so."""


class EndpointForm(Form):
    """A new endpoint."""

    url = line(
        lazy_gettext("Its address"),
        most=1000,
        hint=lazy_gettext(
            "https, a public host by its name, without user, password or port. We post JSON there."
        ),
        render_kw={"inputmode": "url", "spellcheck": "false", "autocomplete": "off"},
    )
    mode = one_of(
        lazy_gettext("What is sent there?"),
        list(MODES.items()),
        hint=lazy_gettext("Begin with exercises. This cannot be changed later."),
    )
    description = line(
        lazy_gettext("What you call it"),
        most=100,
        required=False,
        hint=lazy_gettext("May be empty."),
    )
    contact_email = line(
        lazy_gettext("Who is told by mail when it stops working"),
        most=254,
        render_kw={"autocomplete": "email", "inputmode": "email", "spellcheck": "false"},
    )
    key = HiddenField(default=lambda: str(uuid4()), validators=[Length(max=36)])


class DeedForm(Form):
    """What can be said when something is done with an endpoint."""

    overlap_hours = list_of(
        lazy_gettext("For how long the old secret signs besides"),
        list(OVERLAPS),
        hint=lazy_gettext("Until then each message has both signatures, so that none is lost."),
    )
    key = HiddenField(default=lambda: str(uuid4()), validators=[Length(max=36)])


@webhooks.get("")
@signed_in
def own() -> AnyResponse:
    """Show the endpoints of the visitor's organisation."""
    with told("NO_ORGANISATION"):
        found = ask(clients().webhooks.ListWebhooks, pb.ListWebhooksRequest())
        return page("webhooks.html", webhooks=found.webhooks, modes=MODES, most=MOST)
    return redirect(address("premises.own"))


@webhooks.get("/new")
@signed_in
def new() -> Response:
    """Ask for an endpoint."""
    return page("webhook_new.html", form=EndpointForm())


@webhooks.post("/new")
@signed_in
def register() -> Response:
    """Keep an endpoint, and show its secret: this once, so it comes without a redirect.

    Sent again, the same key gives the same endpoint and secret.
    """
    form = EndpointForm()
    if not form.validate():
        return page("webhook_new.html", HTTPStatus.BAD_REQUEST, form=form)
    message = pb.RegisterWebhookRequest(
        url=form.url.data.strip(),
        mode=pb.WebhookMode.Value(f"WEBHOOK_MODE_{form.mode.data}"),
        description=form.description.data or "",
        contact_email=form.contact_email.data.strip(),
        idempotency_key=form.key.data,
    )
    try:
        with said_on(form, _NOT_KEPT):
            made = ask(clients().webhooks.RegisterWebhook, message)
    except Refused as refused:
        form.key.data = str(uuid4())
        return page("webhook_new.html", refused.status, form=form)
    return page("webhook_secret.html", webhook=made.webhook, secret=made.secret, new=True)


@webhooks.get("/<uuid:webhook_id>")
@signed_in
def endpoint(webhook_id: UUID) -> Response:
    """Show an endpoint, what can be done with it, and a page of what was sent there."""
    return _shown(webhook_id, DeedForm())


@webhooks.post("/<uuid:webhook_id>")
@signed_in
def act(webhook_id: UUID) -> AnyResponse:
    """Do what the pressed button says."""
    form = DeedForm()
    deed = _DEEDS.get(request.form.get("do", ""))
    if deed is None or not form.key.validate(form):
        raise BadRequest
    try:
        with said_on(form, _REFUSED):
            return deed(str(webhook_id), form)
    except Refused as refused:
        form.key.data = str(uuid4())
        return _shown(webhook_id, form, refused.status)


@webhooks.get("/<uuid:webhook_id>/delete")
@signed_in
def delete_form(webhook_id: UUID) -> Response:
    """Ask once more."""
    return page("webhook_delete.html", webhook=_read(webhook_id))


@webhooks.post("/<uuid:webhook_id>/delete")
@signed_in
def delete(webhook_id: UUID) -> AnyResponse:
    """Forget it, as the page showed it."""
    message = pb.DeleteWebhookRequest(webhook_id=str(webhook_id), expected_version=version_read())
    with told("WEBHOOK_NOT_FOUND", "STALE_VERSION"):
        ask(clients().webhooks.DeleteWebhook, message)
        flash(gettext("The endpoint is forgotten. Nothing is sent there any more."), "success")
    return redirect(address("webhooks.own"))


def _rotate(webhook_id: str, form: DeedForm) -> AnyResponse:
    """Make a new secret, and show it: this once, so it comes without a redirect."""
    if not form.overlap_hours.validate(form):
        raise Refused
    message = pb.RotateWebhookSecretRequest(
        webhook_id=webhook_id,
        expected_version=version_read(),
        overlap_hours=int(form.overlap_hours.data),
    )
    made = ask(clients().webhooks.RotateWebhookSecret, message)
    return page("webhook_secret.html", webhook=made.webhook, secret=made.secret, new=False)


def _ping(webhook_id: str, form: DeedForm) -> AnyResponse:
    message = pb.PingWebhookRequest(webhook_id=webhook_id, idempotency_key=form.key.data)
    ask(clients().webhooks.PingWebhook, message)
    return _done(webhook_id, gettext("A ping is on its way: the log says what became of it."))


def _enable(webhook_id: str, _: DeedForm) -> AnyResponse:
    message = pb.EnableWebhookRequest(webhook_id=webhook_id, expected_version=version_read())
    ask(clients().webhooks.EnableWebhook, message)
    return _done(webhook_id, gettext("It is sent to again, in your name: what you may read."))


def _replay(webhook_id: str, _: DeedForm) -> AnyResponse:
    message = pb.ReplayWebhookDeliveryRequest(
        webhook_id=webhook_id, delivery_id=request.form.get("delivery_id", "")[:36]
    )
    ask(clients().webhooks.ReplayWebhookDelivery, message)
    return _done(webhook_id, gettext("It is sent once more, under the same id."))


def _done(webhook_id: str, said: str) -> AnyResponse:
    flash(said, "success")
    return redirect(address("webhooks.endpoint", webhook_id=webhook_id))


_DEEDS: Final[dict[str, Callable[[str, DeedForm], AnyResponse]]] = {
    "rotate": _rotate,
    "ping": _ping,
    "enable": _enable,
    "replay": _replay,
}
"""What each button does."""


def _read(webhook_id: UUID) -> pb.Webhook:
    message = pb.GetWebhookRequest(webhook_id=str(webhook_id))
    found: pb.Webhook = ask(clients().webhooks.GetWebhook, message).webhook
    return found


def _shown(webhook_id: UUID, form: DeedForm, status: int = HTTPStatus.OK) -> Response:
    message = pb.ListWebhookDeliveriesRequest(
        webhook_id=str(webhook_id),
        page_size=PAGE_SIZE,
        page_token=request.args.get("page", "")[:LONGEST_TOKEN],
    )
    webhook = _read(webhook_id)
    log = ask(clients().webhooks.ListWebhookDeliveries, message)
    said: dict[str, Any] = {"modes": MODES, "why_off": WHY_OFF}
    return page("webhook.html", status, webhook=webhook, log=log, form=form, **said)
