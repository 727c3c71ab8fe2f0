"""How one is told, all of it on one page: language, quiet hours, addresses, devices."""

from http import HTTPStatus
from typing import Any, Final
from uuid import UUID, uuid4

from apiflask import APIBlueprint
from flask import Response, flash, redirect, request
from flask_babel import gettext, lazy_gettext
from werkzeug.wrappers import Response as AnyResponse
from wtforms import HiddenField
from wtforms.validators import Length

from isp.alerts.v1 import devices_pb2
from isp.identity.v1 import channels_pb2 as pb
from isp.identity.v1 import identity_pb2, subscriptions_pb2
from services.gateway.clients import clients
from services.gateway.pages.answers import ask, page, part
from services.gateway.pages.forms import Form, Refused, line, list_of, one_of
from services.gateway.pages.language import address
from services.gateway.pages.refusals import said_on, told
from services.gateway.pages.visitors import signed_in
from services.gateway.resources.channels import clock_of

how_told = APIBlueprint("how_told", __name__, url_prefix="/account/telling", enable_openapi=False)

_HALVES: Final = [str(minute) for minute in range(0, 24 * 60, 30)]
_NOT_ADDED: Final = {
    "TOO_MANY_CHANNELS": "",
    "IDEMPOTENCY_KEY_REUSED": lazy_gettext("Send it again."),
}
_NOT_CONFIRMED: Final = {
    "CHANNEL_REQUEST_NOT_FOUND": "",
    "CHANNEL_HELD": "",
    "TOO_MANY_CHANNELS": "",
}
SAID_BY_THE_SERVICE: Final = (
    lazy_gettext("must begin and end at different minutes"),
    lazy_gettext("is that of your account already"),
)
"""What identity says of these fields, so that it has its Welsh."""


def _times() -> list[tuple[str, str]]:
    return [("", gettext("None")), *((each, clock_of(int(each))) for each in _HALVES)]


class TellingForm(Form):
    """In which language, and when not."""

    language = one_of(
        lazy_gettext("In which language do we write to you?"),
        [("en", "English"), ("cy", "Cymraeg")],
    )
    starts = list_of(
        lazy_gettext("Quiet from"),
        _times,
        hint=lazy_gettext("By the clock in London. What may be about lives comes at once."),
    )
    ends = list_of(lazy_gettext("Quiet until"), _times)


class ChannelForm(Form):
    """A further address."""

    channel = one_of(
        lazy_gettext("What is it?"),
        lambda: [("EMAIL", gettext("E-mail address")), ("SMS", gettext("Mobile phone"))],
    )
    address = line(
        lazy_gettext("E-mail address or mobile number"),
        most=254,
        hint=lazy_gettext("We send a link or a code there, to see that it is yours."),
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
    key = HiddenField(default=lambda: str(uuid4()), validators=[Length(max=36)])


class CodeForm(Form):
    """The code from a text message."""

    code = line(
        lazy_gettext("The six digits from the text"),
        most=10,
        hint=lazy_gettext("They are good for 30 minutes and five tries."),
        render_kw={"inputmode": "numeric", "autocomplete": "one-time-code"},
    )


@how_told.get("")
@signed_in
def own() -> Response:
    """Show how the visitor is told."""
    return _shown()


@how_told.post("")
@signed_in
def set_telling() -> AnyResponse:
    """Keep language and quiet hours."""
    form = TellingForm()
    if form.validate() and bool(form.starts.data) != bool(form.ends.data):
        form.ends.errors = [*form.ends.errors, gettext("say both times, or neither")]
    if form.errors:
        return _shown(telling=form, status=HTTPStatus.BAD_REQUEST)
    message = pb.SetTellingRequest(language=form.language.data)
    if form.starts.data:
        message.quiet_hours.from_minute = int(form.starts.data)
        message.quiet_hours.until_minute = int(form.ends.data)
        message.quiet_hours.SetInParent()
    try:
        with said_on(form, {}):
            ask(clients().channels.SetTelling, message)
    except Refused as refused:
        return _shown(telling=form, status=refused.status)
    flash(gettext("Kept. It holds from now on."), "success")
    return redirect(address("how_told.own"))


@how_told.get("/new")
@signed_in
def new() -> Response:
    """Ask for a further address."""
    return page("telling_new.html", form=ChannelForm())


@how_told.post("/new")
@signed_in
def add() -> AnyResponse:
    """Send it what proves it, and go on to the code."""
    form = ChannelForm()
    if not form.validate():
        return page("telling_new.html", HTTPStatus.BAD_REQUEST, form=form)
    kind = f"SUBSCRIPTION_CHANNEL_{form.channel.data}"
    message = pb.AddChannelRequest(
        channel=subscriptions_pb2.SubscriptionChannel.Value(kind),
        address=form.address.data,
        idempotency_key=form.key.data,
    )
    try:
        with said_on(form, _NOT_ADDED):
            made = ask(clients().channels.AddChannel, message)
    except Refused as refused:
        form.key.data = str(uuid4())
        return page("telling_new.html", refused.status, form=form)
    if form.channel.data == "SMS":
        return redirect(address("how_told.code_form", request_id=made.request_id))
    flash(gettext("Open the link in the mail that is on its way to the new address."), "success")
    return redirect(address("how_told.own"))


@how_told.get("/code/<uuid:request_id>")
@signed_in
def code_form(request_id: UUID) -> Response:
    """Ask for the code from the text."""
    return page("telling_code.html", form=CodeForm(), request_id=request_id)


@how_told.post("/code/<uuid:request_id>")
@signed_in
def by_code(request_id: UUID) -> AnyResponse:
    """Confirm a phone."""
    form = CodeForm()
    if not form.validate():
        said = {"form": form, "request_id": request_id}
        return page("telling_code.html", HTTPStatus.BAD_REQUEST, **said)
    message = pb.ConfirmChannelRequest(request_id=str(request_id), code=form.code.data)
    try:
        with said_on(form, _NOT_CONFIRMED):
            ask(clients().channels.ConfirmChannel, message)
    except Refused as refused:
        return page("telling_code.html", refused.status, form=form, request_id=request_id)
    flash(gettext("Confirmed. Alerts that are for you are sent there too."), "success")
    return redirect(address("how_told.own"))


@how_told.get("/confirm")
@signed_in
def confirm_form() -> Response:
    """Ask for one press: mail scanners open links, and must not confirm by it."""
    return page("telling_confirm.html", token=request.args.get("token", "")[:200])


@how_told.post("/confirm")
@signed_in
def confirm() -> AnyResponse:
    """Confirm a second e-mail address."""
    message = pb.ConfirmChannelRequest(token=request.form.get("token", "")[:200])
    with told(*_NOT_CONFIRMED, "INVALID"):
        ask(clients().channels.ConfirmChannel, message)
        flash(gettext("Confirmed. Alerts that are for you are sent there too."), "success")
    return redirect(address("how_told.own"))


@how_told.post("/further/<uuid:channel_id>")
@signed_in
def remove(channel_id: UUID) -> AnyResponse:
    """Tell the visitor there no more."""
    with told("CHANNEL_NOT_FOUND"):
        message = pb.RemoveChannelRequest(channel_id=str(channel_id))
        ask(clients().channels.RemoveChannel, message)
        flash(gettext("Nothing more is sent there, and the address is forgotten."), "success")
    return redirect(address("how_told.own"))


def _shown(telling: TellingForm | None = None, status: int = HTTPStatus.OK) -> Response:
    found = ask(clients().channels.GetChannels, pb.GetChannelsRequest()).channels
    me = ask(clients().identity.GetMe, identity_pb2.GetMeRequest()).subscriber
    devices = part(
        lambda: ask(clients().devices.ListDevices, devices_pb2.ListDevicesRequest()).devices
    )
    return page(
        "telling.html",
        status,
        found=found,
        form=telling or TellingForm(formdata=None, data=_typed(found)),
        devices=devices,
        integrates="integrator" in me.roles,
    )


def _typed(found: pb.Channels) -> dict[str, Any]:
    """Return what the form says that changes nothing; other times than its own are none of it."""
    said: dict[str, Any] = {"language": found.language}
    if found.HasField("quiet_hours"):
        said["starts"] = str(found.quiet_hours.from_minute)
        said["ends"] = str(found.quiet_hours.until_minute)
    return said
