"""The passkeys of who approves alerts: those held, a new one, and one that goes."""

from http import HTTPStatus
from typing import Any, Final
from uuid import UUID, uuid4

from apiflask import APIBlueprint
from flask import Response, flash, redirect, session
from flask_babel import gettext, lazy_gettext
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse
from wtforms import HiddenField
from wtforms.validators import InputRequired, Length

from isp.identity.v1 import passkeys_pb2 as pb
from services.gateway.clients import clients
from services.gateway.pages.answers import ask, page
from services.gateway.pages.forms import Form, Refused, line
from services.gateway.pages.language import address
from services.gateway.pages.passkey_sign_in import CREDENTIAL_LONGEST
from services.gateway.pages.refusals import said_on, told
from services.gateway.pages.visitors import grants, signed_in, visitor

passkeys = APIBlueprint("passkeys", __name__, url_prefix="/account/passkeys", enable_openapi=False)

MOST: Final = 10
_REFUSED: Final[dict[str, Any]] = {
    "PASSKEY_REFUSED": lazy_gettext(
        "It must check who you are, and be made within five minutes of opening this page."
    ),
    "PASSKEY_KNOWN": "",
    "INVALID": "",
}


class NewPasskey(Form):
    """What a passkey is called, and what the browser made."""

    name = line(
        lazy_gettext("What you call it"),
        most=100,
        hint=lazy_gettext("Such as where it is kept: work phone, blue key."),
        render_kw={"autocomplete": "off"},
    )
    credential = HiddenField(
        lazy_gettext("Passkey"),
        validators=[
            InputRequired(lazy_gettext("the browser made none")),
            Length(max=CREDENTIAL_LONGEST),
        ],
    )
    key = HiddenField(default=lambda: str(uuid4()), validators=[Length(max=36)])


@passkeys.get("")
@signed_in
def own() -> Response:
    """Show those held."""
    return page("passkeys.html", passkeys=_held(), most=MOST)


@passkeys.get("/new")
@signed_in
def new() -> AnyResponse:
    """Offer to make one, after a fresh second factor: what it is made of comes with the page."""
    with told("TOO_MANY_PASSKEYS"):
        return _making(NewPasskey())
    return redirect(address("passkeys.own"))


@passkeys.post("/new")
@signed_in
def register() -> AnyResponse:
    """Keep what the browser made."""
    form = NewPasskey()
    if not form.validate():
        return _making(form, HTTPStatus.BAD_REQUEST)
    message = pb.RegisterPasskeyRequest(
        name=form.name.data, credential=form.credential.data, idempotency_key=form.key.data
    )
    try:
        with said_on(form, _REFUSED):
            ask(clients().passkeys.RegisterPasskey, message)
    except Refused as refused:
        return _making(form, refused.status)
    flash(gettext("The passkey is kept. Try it once, before it is needed."), "success")
    return redirect(address("passkeys.own"))


@passkeys.get("/<uuid:passkey_id>/remove")
@signed_in
def remove_form(passkey_id: UUID) -> Response:
    """Ask once more: it signs its owner out everywhere."""
    found = next((each for each in _held() if each.passkey_id == str(passkey_id)), None)
    if found is None:
        raise NotFound
    return page("passkey_remove.html", passkey=found)


@passkeys.post("/<uuid:passkey_id>/remove")
@signed_in
def remove(passkey_id: UUID) -> AnyResponse:
    """Remove it. Identity ends every sign-in of its owner's, so this one ends here too."""
    who = visitor()
    with told("PASSKEY_NOT_FOUND"):
        message = pb.RemovePasskeyRequest(passkey_id=str(passkey_id))
        ask(clients().passkeys.RemovePasskey, message)
        if who is not None:
            grants().drop(who.grant)
        session.clear()
        return redirect(address("passkeys.removed"))
    return redirect(address("passkeys.own"))


@passkeys.get("/removed")
def removed() -> Response:
    """Say that a passkey is gone, and that nobody is signed in any more."""
    return page("passkey_removed.html")


def _held() -> list[pb.Passkey]:
    return list(ask(clients().passkeys.ListPasskeys, pb.ListPasskeysRequest()).passkeys)


def _making(form: NewPasskey, status: int = HTTPStatus.OK) -> Response:
    begun = pb.BeginPasskeyRegistrationRequest()
    options = ask(clients().passkeys.BeginPasskeyRegistration, begun).options
    return page("passkey_new.html", status, form=form, options=options)
