"""Who calls: what is asked of them, and what they are told when it is not there."""

import time
from typing import Any

import pytest

from chassis.errors import Refusal, StepUpRequired, TokenNeeded, TokenRefused, Unauthenticated
from tests.contract.gateway.stage import Gateway, NewGateway, nobody_there, status_and_reason
from tests.fakes.forgeries import Forger
from tests.fakes.signing import TestIssuer

SESSION = "/v1/session"


@pytest.mark.parametrize(
    ("refusal", "challenge"),
    [
        (TokenNeeded("Sign in first."), "Bearer"),
        (TokenRefused("It is no good."), 'Bearer error="invalid_token"'),
        (Unauthenticated("Who are you?"), 'Bearer error="invalid_token"'),
        (
            StepUpRequired("aal2", 900),
            'Bearer error="insufficient_user_authentication", acr_values="aal2", max_age="900"',
        ),
    ],
    ids=lambda each: each.reason if isinstance(each, Refusal) else "",
)
def test_a_401_says_what_is_asked_for(gateway: Gateway, refusal: Refusal, challenge: str) -> None:
    """As RFC 6750 (3) has it, and RFC 9470 (3) for a step-up."""
    gateway.backend.refuse(refusal)
    answer = gateway.ask("GET", "/v1/me")
    assert (401, refusal.reason) == status_and_reason(answer)
    assert challenge == answer.headers["WWW-Authenticate"]


def test_the_session_of_nobody_asks_for_a_token(gateway: Gateway) -> None:
    answer = gateway.ask("GET", SESSION)
    assert (401, "TOKEN_NEEDED") == status_and_reason(answer)
    assert "Bearer" == answer.headers["WWW-Authenticate"]


@pytest.mark.parametrize(
    "authorization",
    ["Bearer", "Bearer ", "Bearer forged", "Bearer a.b.c", "Basic YTpi", "nonsense", "Bearer é"],
)
def test_a_token_that_is_none_is_refused_as_one(gateway: Gateway, authorization: str) -> None:
    answer = gateway.ask("GET", SESSION, {"Authorization": authorization})
    assert (401, "TOKEN_REFUSED") == status_and_reason(answer)
    assert 'Bearer error="invalid_token"' == answer.headers["WWW-Authenticate"]


@pytest.mark.parametrize(
    "spoiled",
    [
        {"exp": int(time.time()) - 60},
        {"iat": int(time.time()) + 600},
        {"aud": ["another-api"]},
        {"iss": "http://elsewhere.test/realms/isp"},
        {"typ": "Refresh"},
        {"azp": None},
    ],
    ids=lambda claims: next(iter(claims)),
)
def test_a_token_that_is_not_for_us_or_not_for_now_is_refused(
    gateway: Gateway, spoiled: dict[str, Any]
) -> None:
    answer = gateway.ask("GET", SESSION, gateway.token(**spoiled))
    assert (401, "TOKEN_REFUSED") == status_and_reason(answer)


def test_a_token_of_another_key_is_refused(gateway: Gateway) -> None:
    forged = {"Authorization": f"Bearer {TestIssuer().token()}"}
    assert (401, "TOKEN_REFUSED") == status_and_reason(gateway.ask("GET", SESSION, forged))
    assert 200 == gateway.ask("GET", SESSION, gateway.token()).status_code


@pytest.mark.parametrize("name", sorted(Forger("http://forger.test").forgeries(TestIssuer())))
def test_no_forgery_is_a_session(gateway: Gateway, name: str) -> None:
    forged = Forger("http://forger.test").forgeries(gateway.issuer)[name]
    answer = gateway.ask("GET", SESSION, {"Authorization": f"Bearer {forged}"})
    assert (401, "TOKEN_REFUSED") == status_and_reason(answer)


@pytest.mark.parametrize("spoiler", ["é", "\t", "\x01", "\x7f"])
@pytest.mark.parametrize("path", ["/v1/me", "/v1/alerts"])
def test_a_token_that_cannot_be_sent_on_is_refused_here(
    gateway: Gateway, path: str, spoiler: str
) -> None:
    """A server lets these through in a header; gRPC takes none of them in metadata."""
    answer = gateway.ask("GET", path, {"Authorization": f"Bearer a{spoiler}b"})
    assert (401, "TOKEN_REFUSED") == status_and_reason(answer)
    assert 'Bearer error="invalid_token"' == answer.headers["WWW-Authenticate"]
    assert [] == gateway.backend.heard


def test_a_token_is_judged_by_the_service_and_not_by_the_gateway(gateway: Gateway) -> None:
    """The gateway reads a token to count, and lets nobody in and keeps nobody out by it."""
    answer = gateway.ask("GET", "/v1/me", {"Authorization": "Bearer forged"})
    assert 200 == answer.status_code
    assert "Bearer forged" == gateway.backend.only.metadata["authorization"]


def test_while_no_key_is_known_the_session_is_503_and_the_rest_goes_on(
    new_gateway: NewGateway,
) -> None:
    with nobody_there() as away:
        cold = new_gateway(jwks_url=f"http://{away}/certs", verified=False)
        token = cold.token()
        answer = cold.ask("GET", SESSION, token)
        assert (503, "KEYS_UNAVAILABLE") == status_and_reason(answer)
        assert int(answer.headers["Retry-After"]) > 0
        assert 200 == cold.ask("GET", "/v1/alerts", token).status_code
