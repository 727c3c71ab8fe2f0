"""One's own second factors, by REST."""

import base64
import json
from http import HTTPStatus
from typing import Any
from uuid import UUID

from apiflask import APIBlueprint, Schema
from apiflask.fields import Dict
from apiflask.validators import Length, Regexp
from flask import Response, jsonify

from isp.identity.v1 import second_factors_pb2 as pb
from services.gateway.clients import clients
from services.gateway.resources.alert_json import time_json
from services.gateway.resources.fields import String

second_factors = APIBlueprint("second_factors", __name__, url_prefix="/v1", tag="Second factors")

_NONE_YET = "Without a second factor it needs the token of the mailed link, as `link`."
_REFUSALS = {
    401: "It is refused, or a second factor of the last five minutes is needed",
    403: "There is none yet, and the link is not the newest",
    409: "One is called so",
    429: "You have ten",
}


class LinkIn(Schema):
    """The token of a mailed link, where there is no second factor yet."""

    link = String(load_default="", validate=Length(max=100))


class AppIn(LinkIn):
    """What an authenticator app was given, and says."""

    name = String(required=True, validate=Length(min=1, max=100))
    secret = String(required=True, validate=Length(min=1, max=100))
    challenge = String(required=True, validate=Regexp(r"^[A-Za-z0-9_-]{75}\Z"))
    code = String(required=True, validate=Regexp(r"^[0-9]{6}\Z"))


class KeyIn(LinkIn):
    """What a browser made."""

    name = String(required=True, validate=Length(min=1, max=100))
    credential = Dict(required=True)


@second_factors.get("/me/second-factors")
@second_factors.doc(
    summary="Your second factors",
    description="With what officers are about to do, where you lost them.",
    responses={200: "Oldest first; ten at most", 503: "Sign-in cannot be asked"},
    security="bearer",
)
def list_second_factors() -> Response:
    """Show the caller's own."""
    message = pb.ListSecondFactorsRequest()
    found = clients().call(clients().second_factors.ListSecondFactors, message)
    due = time_json(found.reset_due_at) if found.HasField("reset_due_at") else None
    factors = [_factor(each) for each in found.factors]
    return jsonify(
        {"factors": factors, "reset_proposed": found.reset_proposed, "reset_due_at": due}
    )


@second_factors.post("/me/second-factors/link")
@second_factors.doc(
    summary="Have a link mailed by which you add your first second factor",
    responses={
        204: "It is on its way",
        409: "You have a second factor: it adds another",
        429: "You were mailed ten today",
    },
    security="bearer",
)
def ask_for_factor_link() -> tuple[str, int]:
    """Mail a link."""
    clients().call(clients().second_factors.AskForFactorLink, pb.AskForFactorLinkRequest())
    return "", HTTPStatus.NO_CONTENT


@second_factors.post("/me/second-factors/app/options")
@second_factors.input(LinkIn, arg_name="said")
@second_factors.doc(
    summary="Begin to add an authenticator app",
    description=f"A secret (RFC 6238), good for five minutes and once. {_NONE_YET}",
    responses={200: "What the app is given", 401: _REFUSALS[401], 403: _REFUSALS[403]},
    security="bearer",
)
def begin_authenticator_app(said: dict[str, Any]) -> Response:
    """Give a secret."""
    message = pb.BeginAuthenticatorAppRequest(link=said["link"])
    begun = clients().call(clients().second_factors.BeginAuthenticatorApp, message)
    answer = jsonify(
        {
            "secret": begun.secret,
            "address": begun.address,
            "challenge": text_of(begun.challenge),
        }
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


@second_factors.post("/me/second-factors/app")
@second_factors.input(AppIn, arg_name="said")
@second_factors.doc(
    summary="Add an authenticator app",
    description=_NONE_YET,
    responses={201: "The second factor", **_REFUSALS},
    security="bearer",
)
def add_authenticator_app(said: dict[str, Any]) -> tuple[Response, int]:
    """Add an app."""
    message = pb.AddAuthenticatorAppRequest(
        name=said["name"],
        secret=said["secret"],
        challenge=bytes_of(said["challenge"]),
        code=said["code"],
        link=said["link"],
    )
    made = clients().call(clients().second_factors.AddAuthenticatorApp, message)
    return jsonify(_factor(made.factor)), HTTPStatus.CREATED


@second_factors.post("/me/second-factors/key/options")
@second_factors.input(LinkIn, arg_name="said")
@second_factors.doc(
    summary="Begin to add a security key or passkey",
    description="Options for `navigator.credentials.create`, good for five minutes and once. "
    + _NONE_YET,
    responses={
        200: "PublicKeyCredentialCreationOptions",
        401: _REFUSALS[401],
        403: _REFUSALS[403],
    },
    security="bearer",
)
def begin_security_key(said: dict[str, Any]) -> Response:
    """Give what a key is made of."""
    message = pb.BeginSecurityKeyRequest(link=said["link"])
    begun = clients().call(clients().second_factors.BeginSecurityKey, message)
    return jsonify(json.loads(begun.options))


@second_factors.post("/me/second-factors/key")
@second_factors.input(KeyIn, arg_name="said")
@second_factors.doc(
    summary="Add a security key or passkey",
    description=_NONE_YET,
    responses={201: "The second factor", **_REFUSALS},
    security="bearer",
)
def add_security_key(said: dict[str, Any]) -> tuple[Response, int]:
    """Add a key."""
    message = pb.AddSecurityKeyRequest(
        name=said["name"], credential=json.dumps(said["credential"]), link=said["link"]
    )
    made = clients().call(clients().second_factors.AddSecurityKey, message)
    return jsonify(_factor(made.factor)), HTTPStatus.CREATED


@second_factors.delete("/me/second-factors/<uuid:factor_id>")
@second_factors.doc(
    summary="Remove a second factor, and end all your sign-ins",
    description="Needs a second factor of the last five minutes.",
    responses={204: "It is gone", 404: "It is none of yours", 409: "Your role needs one"},
    security="bearer",
)
def remove_second_factor(factor_id: UUID) -> tuple[str, int]:
    """Take one away."""
    message = pb.RemoveSecondFactorRequest(factor_id=str(factor_id))
    clients().call(clients().second_factors.RemoveSecondFactor, message)
    return "", HTTPStatus.NO_CONTENT


@second_factors.delete("/me/second-factors/reset")
@second_factors.doc(
    summary="Stop that officers remove your second factors",
    responses={204: "They stay", 404: "Nobody is about to"},
    security="bearer",
)
def stop_my_factor_reset() -> tuple[str, int]:
    """Keep the caller's factors."""
    clients().call(clients().second_factors.StopMyFactorReset, pb.StopMyFactorResetRequest())
    return "", HTTPStatus.NO_CONTENT


def text_of(challenge: bytes) -> str:
    """Return a challenge as a form or JSON says it: base64url without its padding."""
    return base64.urlsafe_b64encode(challenge).decode("ascii").rstrip("=")


def bytes_of(said: str) -> bytes:
    """Return the challenge that a form or JSON says; nothing of what is none."""
    try:
        return base64.urlsafe_b64decode(said + "=" * (-len(said) % 4))
    except ValueError:
        return b""


def _factor(each: pb.SecondFactor) -> dict[str, Any]:
    return {
        "factor_id": each.factor_id,
        "kind": pb.FactorKind.Name(each.kind).removeprefix("FACTOR_KIND_"),
        "name": each.name,
        "added_at": time_json(each.added_at),
    }
