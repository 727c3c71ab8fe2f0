"""Coming in by a passkey, for alerts alone: while Keycloak is away, or shut to somebody."""

import time
from http import HTTPStatus
from typing import Any, Final

from apiflask import APIBlueprint
from flask import Response, g, redirect, request, session
from flask_babel import lazy_gettext
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response as AnyResponse
from wtforms import HiddenField
from wtforms.validators import InputRequired, Length

from isp.identity.v1 import passkeys_pb2 as pb
from services.gateway.clients import clients
from services.gateway.pages.answers import page
from services.gateway.pages.forms import Form, Refused
from services.gateway.pages.grants import EARLY_SECONDS, Grant
from services.gateway.pages.language import address
from services.gateway.pages.refusals import said_on
from services.gateway.pages.sessions import SessionsUnavailable
from services.gateway.pages.sign_in import own_path
from services.gateway.pages.visitors import Visitor, grants, remember, visitor

passkey_sign_in = APIBlueprint(
    "passkey_sign_in", __name__, url_prefix="/sign-in/passkey", enable_openapi=False
)

CREDENTIAL_LONGEST: Final = 16_384
_REFUSED: Final[dict[str, Any]] = {
    "PASSKEY_REFUSED": lazy_gettext(
        "It may have been removed, or its account may hold none any more, or it took longer than"
        " five minutes."
    ),
    "INVALID": "",
}


class Signed(Form):
    """What an authenticator signed, and the page that somebody was on the way to."""

    credential = HiddenField(validators=[InputRequired(), Length(max=CREDENTIAL_LONGEST)])
    next = HiddenField(validators=[Length(max=2000)])


@passkey_sign_in.get("")
def ask() -> Response:
    """Offer it: a script asks the browser, a form tells us. It begins a session for the token.

    Of the form's token, that is: without one another site could sign somebody in as another.
    """
    if g.get("sessions_away"):
        raise SessionsUnavailable("Sign-in is away for a moment. Try again shortly.")
    if not session:
        session["at_passkeys"] = True
    return _shown(Signed(next=own_path(request.args.get("next", ""))))


@passkey_sign_in.post("")
def come_in() -> AnyResponse:
    """Begin the session that identity signs, in place of any other."""
    form = Signed()
    if not session or not form.validate():
        raise BadRequest
    asked = pb.SignInWithPasskeyRequest(credential=form.credential.data)
    try:
        with said_on(form, _REFUSED):
            given = clients().call(clients().passkeys.SignInWithPasskey, asked, as_nobody=True)
    except Refused as refused:
        return _shown(form, refused.status)
    _begin(given)
    return redirect(_onward(own_path(form.next.data or "")))


def _begin(given: pb.SignInWithPasskeyResponse) -> None:
    before, ends = visitor(), given.expires_at.ToSeconds()
    grant = Grant(
        access=given.access_token, refresh="", id_token="", expires_at=float(ends), sid=""
    )
    who = Visitor(
        subject=given.subject, name="", grant=grants().keep(grant), acr="aal2", at=time.time()
    )
    remember(who, passkey_until=float(ends - EARLY_SECONDS))
    if before is not None:
        grants().drop(before.grant)


def _onward(wanted: str) -> str:
    """Return where one wanted to be; from the home page nothing is approved."""
    return address("desk.drafts") if wanted.rstrip("/") in {"", "/cy"} else wanted


def _shown(form: Signed, status: int = HTTPStatus.OK) -> Response:
    return page("passkey_sign_in.html", status, form=form, usual=own_path(form.next.data or ""))
