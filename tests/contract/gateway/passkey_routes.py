"""The routes of passkeys: what they say, hear and show."""

import json
from typing import Any, Final

from google.protobuf.message import Message

from isp.identity.v1 import passkeys_pb2 as pb
from tests.contract.gateway.route import KEY, PASSKEY_ID, Route

_CREDENTIAL: Final[dict[str, Any]] = {"id": "abc", "rawId": "abc", "response": {}}
_SAID: Final = json.dumps(_CREDENTIAL)
PASSKEY_ROUTES: Final = (
    Route(
        "POST",
        "/v1/me/passkeys/options",
        "BeginPasskeyRegistration",
        pb.BeginPasskeyRegistrationRequest(),
    ),
    Route(
        "POST",
        "/v1/me/passkeys",
        "RegisterPasskey",
        status=201,
        body={"name": "Blue key", "credential": _CREDENTIAL},
        needs_key=True,
        message=pb.RegisterPasskeyRequest(name="Blue key", credential=_SAID, idempotency_key=KEY),
    ),
    Route("GET", "/v1/me/passkeys", "ListPasskeys", pb.ListPasskeysRequest()),
    Route(
        "DELETE",
        "/v1/me/passkeys/{passkey_id}",
        "RemovePasskey",
        status=204,
        answers="text/html",
        message=pb.RemovePasskeyRequest(passkey_id=PASSKEY_ID),
    ),
    Route(
        "POST",
        "/v1/passkey-sessions/options",
        "BeginPasskeySignIn",
        pb.BeginPasskeySignInRequest(),
    ),
    Route(
        "POST",
        "/v1/passkey-sessions",
        "SignInWithPasskey",
        body={"credential": _CREDENTIAL},
        message=pb.SignInWithPasskeyRequest(credential=_SAID),
    ),
)
_PASSKEY: Final = pb.Passkey(passkey_id=PASSKEY_ID, name="Blue key")
_PASSKEY.registered_at.FromJsonString("2026-11-24T12:00:00Z")
_SIGNED_IN: Final = pb.SignInWithPasskeyResponse(access_token="a.b.c", subject="s-1")
_SIGNED_IN.expires_at.FromJsonString("2026-11-24T12:10:00Z")
ANSWERS: Final[dict[str, Message]] = {
    "BeginPasskeyRegistration": pb.BeginPasskeyRegistrationResponse(options='{"challenge":"x"}'),
    "RegisterPasskey": pb.RegisterPasskeyResponse(passkey=_PASSKEY),
    "ListPasskeys": pb.ListPasskeysResponse(passkeys=[_PASSKEY]),
    "RemovePasskey": pb.RemovePasskeyResponse(),
    "BeginPasskeySignIn": pb.BeginPasskeySignInResponse(options='{"challenge":"y"}'),
    "SignInWithPasskey": _SIGNED_IN,
}
_SHOWN: Final = {
    "passkey_id": PASSKEY_ID,
    "name": "Blue key",
    "registered_at": "2026-11-24T12:00:00.000Z",
    "used_at": None,
}
READ: Final[dict[str, Any]] = {
    "BeginPasskeyRegistration": {"challenge": "x"},
    "RegisterPasskey": _SHOWN,
    "ListPasskeys": {"passkeys": [_SHOWN]},
    "BeginPasskeySignIn": {"challenge": "y"},
    "SignInWithPasskey": {
        "access_token": "a.b.c",
        "token_type": "Bearer",
        "expires_at": "2026-11-24T12:10:00.000Z",
        "subject": "s-1",
    },
}
