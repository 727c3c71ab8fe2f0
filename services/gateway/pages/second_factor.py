"""One's second factors on the pages: those held, a first by a mailed link, one that goes."""

from http import HTTPStatus
from typing import Any, Final
from uuid import UUID

import segno
from apiflask import APIBlueprint
from flask import Response, flash, redirect, request, session
from flask_babel import gettext, lazy_gettext
from markupsafe import Markup
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse
from wtforms import HiddenField
from wtforms.validators import InputRequired, Length

from isp.identity.v1 import second_factors_pb2 as pb
from services.gateway.clients import clients
from services.gateway.pages.answers import ask, page
from services.gateway.pages.forms import Form, Refused, line
from services.gateway.pages.language import address
from services.gateway.pages.passkey_sign_in import CREDENTIAL_LONGEST
from services.gateway.pages.refusals import said_on, told
from services.gateway.pages.visitors import came, grants, signed_in, visitor
from services.gateway.resources.second_factors import bytes_of, text_of

second_factor = APIBlueprint(
    "second_factor", __name__, url_prefix="/account/second-factor", enable_openapi=False
)

MOST: Final = 10
LONGEST_LINK: Final = 100
_LINK: Final = "factor_link"
_BEFORE: Final = ("FACTOR_LINK_NEEDED", "TOO_MANY_FACTORS")
"""Refusals that the page of all of them tells, and how to go on from there."""
_REFUSED: Final[dict[str, Any]] = {
    "FACTOR_REFUSED": lazy_gettext("It is good for five minutes from when you began."),
    "FACTOR_NAME_TAKEN": "",
    "INVALID": "",
}
_NAME: Final[dict[str, Any]] = {
    "most": 100,
    "hint": lazy_gettext("Such as where it is kept: work phone, blue key."),
    "render_kw": {"autocomplete": "off"},
}


class NewApp(Form):
    """What an authenticator app was given, and shows."""

    name = line(lazy_gettext("What you call it"), **_NAME)
    code = line(
        lazy_gettext("The six digits that the app shows"),
        most=6,
        render_kw={"autocomplete": "one-time-code", "inputmode": "numeric"},
    )
    secret = HiddenField(validators=[InputRequired(), Length(max=100)])
    challenge = HiddenField(validators=[InputRequired(), Length(max=100)])
    otpauth = HiddenField(validators=[InputRequired(), Length(max=1000)])


class NewKey(Form):
    """What a security key is called, and what the browser made."""

    name = line(lazy_gettext("What you call it"), **_NAME)
    credential = HiddenField(
        lazy_gettext("Security key"),
        validators=[
            InputRequired(lazy_gettext("the browser made none")),
            Length(max=CREDENTIAL_LONGEST),
        ],
    )


@second_factor.get("")
@signed_in
def own() -> Response:
    """Show those held, and how to add one."""
    if came().by_passkey:
        return page("second_factor.html", by_passkey=True)
    return page(
        "second_factor.html",
        by_passkey=False,
        found=_held(),
        most=MOST,
        mailed=session.get(_LINK) is not None,
    )


@second_factor.post("/link")
@signed_in
def mail_link() -> AnyResponse:
    """Mail the link by which a first one is added."""
    with told("FACTOR_HELD", "TOO_MANY_FACTOR_LINKS"):
        ask(clients().second_factors.AskForFactorLink, pb.AskForFactorLinkRequest())
        flash(gettext("We mailed you a link. Open it within 30 minutes, here."), "success")
    return redirect(address("second_factor.own"))


@second_factor.get("/link")
@signed_in
def follow_link() -> AnyResponse:
    """Keep what the mail said, and go on without it in the address."""
    session[_LINK] = request.args.get("token", "")[:LONGEST_LINK]
    return redirect(address("second_factor.own"))


@second_factor.get("/app")
@signed_in
def new_app() -> AnyResponse:
    """Give what an authenticator app is given."""
    with told(*_BEFORE):
        message = pb.BeginAuthenticatorAppRequest(link=_link())
        begun = ask(clients().second_factors.BeginAuthenticatorApp, message)
        form = NewApp(formdata=None)
        form.secret.data, form.otpauth.data = begun.secret, begun.address
        form.challenge.data = text_of(begun.challenge)
        return _app_page(form)
    return _back()


@second_factor.post("/app")
@signed_in
def add_app() -> AnyResponse:
    """Add the app that shows the right digits."""
    form = NewApp()
    if not form.validate():
        return _app_page(form, HTTPStatus.BAD_REQUEST)
    message = pb.AddAuthenticatorAppRequest(
        name=form.name.data,
        secret=form.secret.data,
        challenge=bytes_of(form.challenge.data),
        code=form.code.data,
        link=_link(),
    )
    try:
        with said_on(form, _REFUSED), told(*_BEFORE):
            ask(clients().second_factors.AddAuthenticatorApp, message)
            _added()
    except Refused as refused:
        return _app_page(form, refused.status)
    return _back()


@second_factor.get("/key")
@signed_in
def new_key() -> AnyResponse:
    """Offer to make a security key: what it is made of comes with the page."""
    return _key_page(NewKey(formdata=None))


@second_factor.post("/key")
@signed_in
def add_key() -> AnyResponse:
    """Add what the browser made."""
    form = NewKey()
    if not form.validate():
        return _key_page(form, HTTPStatus.BAD_REQUEST)
    message = pb.AddSecurityKeyRequest(
        name=form.name.data, credential=form.credential.data, link=_link()
    )
    try:
        with said_on(form, _REFUSED), told(*_BEFORE):
            ask(clients().second_factors.AddSecurityKey, message)
            _added()
    except Refused as refused:
        return _key_page(form, refused.status)
    return _back()


@second_factor.get("/<uuid:factor_id>/remove")
@signed_in
def remove_form(factor_id: UUID) -> Response:
    """Ask once more: it signs its owner out everywhere."""
    held = _held().factors
    found = next((each for each in held if each.factor_id == str(factor_id)), None)
    if found is None:
        raise NotFound
    return page("second_factor_remove.html", factor=found, last=len(held) == 1)


@second_factor.post("/<uuid:factor_id>/remove")
@signed_in
def remove(factor_id: UUID) -> AnyResponse:
    """Remove it. Identity ends every sign-in of its owner's, so this one ends here too."""
    who = visitor()
    with told("FACTOR_NOT_FOUND", "LAST_SECOND_FACTOR"):
        message = pb.RemoveSecondFactorRequest(factor_id=str(factor_id))
        ask(clients().second_factors.RemoveSecondFactor, message)
        if who is not None:
            grants().drop(who.grant)
        session.clear()
        return redirect(address("second_factor.removed"))
    return _back()


@second_factor.get("/removed")
def removed() -> Response:
    """Say that one is gone, and that nobody is signed in any more."""
    return page("second_factor_removed.html")


@second_factor.post("/keep")
@signed_in
def keep() -> AnyResponse:
    """Stop that officers remove them."""
    with told("FACTOR_RESET_NOT_FOUND"):
        ask(clients().second_factors.StopMyFactorReset, pb.StopMyFactorResetRequest())
        flash(gettext("Your second factors stay as they are."), "success")
    return _back()


def _held() -> pb.ListSecondFactorsResponse:
    found: pb.ListSecondFactorsResponse = ask(
        clients().second_factors.ListSecondFactors, pb.ListSecondFactorsRequest()
    )
    return found


def _link() -> str:
    said: str = session.get(_LINK, "")
    return said


def _added() -> None:
    session.pop(_LINK, None)
    flash(gettext("Your second factor is set up. Try it now: sign in with it."), "success")


def _back() -> AnyResponse:
    return redirect(address("second_factor.own"))


def _app_page(form: NewApp, status: int = HTTPStatus.OK) -> Response:
    said = form.otpauth.data or ""
    drawn = segno.make(said, error="m").svg_inline(scale=5, border=4) if said else ""
    shown = said.partition("secret=")[2].partition("&")[0]
    grouped = " ".join(shown[at : at + 4] for at in range(0, len(shown), 4))
    return page(
        "second_factor_app.html",
        status,
        form=form,
        drawn=Markup(drawn),  # noqa: S704 - of rectangles alone, by the library
        shown=grouped,
    )


def _key_page(form: NewKey, status: int = HTTPStatus.OK) -> AnyResponse:
    with told(*_BEFORE):
        message = pb.BeginSecurityKeyRequest(link=_link())
        options = ask(clients().second_factors.BeginSecurityKey, message).options
        return page("second_factor_key.html", status, form=form, options=options)
    return _back()
