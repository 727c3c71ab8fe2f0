"""Passkeys of those who approve alerts, by REST."""

import json
from http import HTTPStatus
from typing import Any
from uuid import UUID

from apiflask import APIBlueprint, Schema
from apiflask.fields import Dict
from apiflask.validators import Length
from flask import Response, jsonify

from isp.identity.v1 import passkeys_pb2 as pb
from services.gateway.clients import clients
from services.gateway.preconditions import idempotency_key
from services.gateway.resources.alert_json import time_json
from services.gateway.resources.fields import String

passkeys = APIBlueprint("passkeys", __name__, url_prefix="/v1", tag="Passkeys")


class PasskeyIn(Schema):
    """What a browser made."""

    name = String(required=True, validate=Length(min=1, max=100))
    credential = Dict(required=True)


class SignedIn(Schema):
    """What an authenticator signed."""

    credential = Dict(required=True)


@passkeys.post("/me/passkeys/options")
@passkeys.doc(
    summary="Begin the registration of a passkey",
    description="Options for `navigator.credentials.create`, good for five minutes and once.",
    responses={200: "PublicKeyCredentialCreationOptions", 429: "You have ten"},
    security="bearer",
)
def begin_passkey_registration() -> Response:
    """Give what a passkey is made of."""
    message = pb.BeginPasskeyRegistrationRequest()
    found = clients().call(clients().passkeys.BeginPasskeyRegistration, message)
    return jsonify(json.loads(found.options))


@passkeys.post("/me/passkeys")
@passkeys.input(PasskeyIn, arg_name="said")
@passkeys.doc(
    summary="Register a passkey",
    description="Needs Idempotency-Key, and a second factor of the last five minutes.",
    responses={201: "The passkey", 401: "It is refused", 409: "It is registered already"},
    security="bearer",
)
def register_passkey(said: dict[str, Any]) -> tuple[Response, int]:
    """Keep a passkey."""
    message = pb.RegisterPasskeyRequest(
        name=said["name"],
        credential=json.dumps(said["credential"]),
        idempotency_key=idempotency_key(),
    )
    made = clients().call(clients().passkeys.RegisterPasskey, message)
    return jsonify(_passkey(made.passkey)), HTTPStatus.CREATED


@passkeys.get("/me/passkeys")
@passkeys.doc(
    summary="Your passkeys",
    responses={200: "Oldest first; ten at most"},
    security="bearer",
)
def list_passkeys() -> Response:
    """Show the caller's own."""
    found = clients().call(clients().passkeys.ListPasskeys, pb.ListPasskeysRequest())
    return jsonify({"passkeys": [_passkey(each) for each in found.passkeys]})


@passkeys.delete("/me/passkeys/<uuid:passkey_id>")
@passkeys.doc(
    summary="Forget a passkey, and end all your sign-ins",
    responses={204: "It is gone", 404: "It is none of yours"},
    security="bearer",
)
def remove_passkey(passkey_id: UUID) -> tuple[str, int]:
    """Forget a passkey."""
    message = pb.RemovePasskeyRequest(passkey_id=str(passkey_id))
    clients().call(clients().passkeys.RemovePasskey, message)
    return "", HTTPStatus.NO_CONTENT


@passkeys.post("/passkey-sessions/options")
@passkeys.doc(
    summary="Begin a sign-in by passkey",
    description="Options for `navigator.credentials.get`; the same kind of answer for anyone.",
    responses={200: "PublicKeyCredentialRequestOptions"},
)
def begin_passkey_sign_in() -> Response:
    """Give what an authenticator signs."""
    message = pb.BeginPasskeySignInRequest()
    found = clients().call(clients().passkeys.BeginPasskeySignIn, message)
    return jsonify(json.loads(found.options))


@passkeys.post("/passkey-sessions")
@passkeys.input(SignedIn, arg_name="said")
@passkeys.doc(
    summary="Sign in by a passkey",
    description="A token of ten minutes for alerts alone, which is not renewed.",
    responses={200: "The token", 401: "It is refused, whatever is wrong"},
)
def sign_in_with_passkey(said: dict[str, Any]) -> Response:
    """Sign somebody in."""
    message = pb.SignInWithPasskeyRequest(credential=json.dumps(said["credential"]))
    found = clients().call(clients().passkeys.SignInWithPasskey, message)
    answer = jsonify(
        {
            "access_token": found.access_token,
            "token_type": "Bearer",
            "expires_at": time_json(found.expires_at),
            "subject": found.subject,
        }
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _passkey(each: pb.Passkey) -> dict[str, Any]:
    used = time_json(each.used_at) if each.HasField("used_at") else None
    return {
        "passkey_id": each.passkey_id,
        "name": each.name,
        "registered_at": time_json(each.registered_at),
        "used_at": used,
    }
