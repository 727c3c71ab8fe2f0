"""The routes of second factors: what they say, hear and show."""

import json
from typing import Any, Final

from google.protobuf.message import Message

from isp.identity.v1 import factor_resets_pb2, second_factors_pb2
from tests.contract.gateway.route import FACTOR_ID, REQUEST_ID, Route

_CREDENTIAL: Final[dict[str, Any]] = {"id": "abc", "rawId": "abc", "response": {}}
_CHALLENGE: Final = bytes(range(56))
CHALLENGE_SAID: Final = (
    "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4vMDEyMzQ1Njc"
)
MINE: Final = "/v1/me/second-factors"
LINK: Final = {"link": "a-token"}
SECOND_FACTOR_ROUTES: Final = (
    Route("GET", MINE, "ListSecondFactors", second_factors_pb2.ListSecondFactorsRequest()),
    Route(
        "POST",
        f"{MINE}/link",
        "AskForFactorLink",
        status=204,
        answers="text/html",
        message=second_factors_pb2.AskForFactorLinkRequest(),
    ),
    Route(
        "POST",
        f"{MINE}/app/options",
        "BeginAuthenticatorApp",
        body=LINK,
        message=second_factors_pb2.BeginAuthenticatorAppRequest(link="a-token"),
    ),
    Route(
        "POST",
        f"{MINE}/app",
        "AddAuthenticatorApp",
        status=201,
        body={"name": "Phone", "secret": "A" * 32, "challenge": CHALLENGE_SAID, "code": "123456"}
        | LINK,
        message=second_factors_pb2.AddAuthenticatorAppRequest(
            name="Phone", secret="A" * 32, challenge=_CHALLENGE, code="123456", link="a-token"
        ),
    ),
    Route(
        "POST",
        f"{MINE}/key/options",
        "BeginSecurityKey",
        body=LINK,
        message=second_factors_pb2.BeginSecurityKeyRequest(link="a-token"),
    ),
    Route(
        "POST",
        f"{MINE}/key",
        "AddSecurityKey",
        status=201,
        body={"name": "Blue key", "credential": _CREDENTIAL} | LINK,
        message=second_factors_pb2.AddSecurityKeyRequest(
            name="Blue key", credential=json.dumps(_CREDENTIAL), link="a-token"
        ),
    ),
    Route(
        "DELETE",
        MINE + "/{factor_id}",
        "RemoveSecondFactor",
        status=204,
        answers="text/html",
        message=second_factors_pb2.RemoveSecondFactorRequest(factor_id=FACTOR_ID),
    ),
    Route(
        "DELETE",
        f"{MINE}/reset",
        "StopMyFactorReset",
        status=204,
        answers="text/html",
        message=second_factors_pb2.StopMyFactorResetRequest(),
    ),
    Route(
        "GET",
        "/v1/second-factor-resets",
        "ListFactorResets",
        factor_resets_pb2.ListFactorResetsRequest(),
    ),
    Route(
        "POST",
        "/v1/second-factor-resets",
        "ProposeFactorReset",
        status=201,
        body={"email": "owner@cafe.example", "reason": "Called back."},
        message=factor_resets_pb2.ProposeFactorResetRequest(
            email="owner@cafe.example", reason="Called back."
        ),
    ),
    Route(
        "POST",
        "/v1/second-factor-resets/{reset_id}/confirmation",
        "ConfirmFactorReset",
        message=factor_resets_pb2.ConfirmFactorResetRequest(reset_id=REQUEST_ID),
    ),
    Route(
        "DELETE",
        "/v1/second-factor-resets/{reset_id}",
        "StopFactorReset",
        status=204,
        answers="text/html",
        message=factor_resets_pb2.StopFactorResetRequest(reset_id=REQUEST_ID),
    ),
)
_FACTOR: Final = second_factors_pb2.SecondFactor(
    factor_id=FACTOR_ID, kind=second_factors_pb2.FACTOR_KIND_APP, name="Phone"
)
_FACTOR.added_at.FromJsonString("2026-11-24T12:00:00Z")
_HELD: Final = second_factors_pb2.ListSecondFactorsResponse(factors=[_FACTOR], reset_proposed=True)
_HELD.reset_due_at.FromJsonString("2026-11-25T12:00:00Z")
_RESET: Final = factor_resets_pb2.FactorReset(
    reset_id=REQUEST_ID, email="owner@cafe.example", reason="Called back.", proposed_by_caller=True
)
_RESET.proposed_at.FromJsonString("2026-11-24T12:00:00Z")
ANSWERS: Final[dict[str, Message]] = {
    "ListSecondFactors": _HELD,
    "AskForFactorLink": second_factors_pb2.AskForFactorLinkResponse(),
    "BeginAuthenticatorApp": second_factors_pb2.BeginAuthenticatorAppResponse(
        secret="A" * 32, address="otpauth://totp/x?secret=AAAA", challenge=_CHALLENGE
    ),
    "AddAuthenticatorApp": second_factors_pb2.AddAuthenticatorAppResponse(factor=_FACTOR),
    "BeginSecurityKey": second_factors_pb2.BeginSecurityKeyResponse(options='{"challenge":"x"}'),
    "AddSecurityKey": second_factors_pb2.AddSecurityKeyResponse(factor=_FACTOR),
    "RemoveSecondFactor": second_factors_pb2.RemoveSecondFactorResponse(),
    "StopMyFactorReset": second_factors_pb2.StopMyFactorResetResponse(),
    "ListFactorResets": factor_resets_pb2.ListFactorResetsResponse(resets=[_RESET]),
    "ProposeFactorReset": factor_resets_pb2.ProposeFactorResetResponse(reset=_RESET),
    "ConfirmFactorReset": factor_resets_pb2.ConfirmFactorResetResponse(reset=_RESET),
    "StopFactorReset": factor_resets_pb2.StopFactorResetResponse(),
}
_SHOWN: Final = {
    "factor_id": FACTOR_ID,
    "kind": "APP",
    "name": "Phone",
    "added_at": "2026-11-24T12:00:00.000Z",
}
_RESET_SHOWN: Final = {
    "reset_id": REQUEST_ID,
    "email": "owner@cafe.example",
    "reason": "Called back.",
    "proposed_at": "2026-11-24T12:00:00.000Z",
    "proposed_by_caller": True,
    "due_at": None,
}
READ: Final[dict[str, Any]] = {
    "ListSecondFactors": {
        "factors": [_SHOWN],
        "reset_proposed": True,
        "reset_due_at": "2026-11-25T12:00:00.000Z",
    },
    "BeginAuthenticatorApp": {
        "secret": "A" * 32,
        "address": "otpauth://totp/x?secret=AAAA",
        "challenge": CHALLENGE_SAID,
    },
    "AddAuthenticatorApp": _SHOWN,
    "BeginSecurityKey": {"challenge": "x"},
    "AddSecurityKey": _SHOWN,
    "ListFactorResets": {"resets": [_RESET_SHOWN]},
    "ProposeFactorReset": _RESET_SHOWN,
    "ConfirmFactorReset": _RESET_SHOWN,
}
