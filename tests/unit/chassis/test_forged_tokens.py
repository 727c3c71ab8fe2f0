"""Every forgery is refused by the verifier of every service, and none makes it fetch a key."""

import json
import time

import pytest
from joserfc import jwt

from chassis.errors import TokenRefused
from chassis.tokens import KeysUnavailable, SigningKeys, TokenVerifier
from tests.fakes.forgeries import Forger, claims_of
from tests.fakes.signing import AUDIENCE, ISSUER, TestIssuer
from tests.unit.chassis.test_tokens import KeyServer

ISSUED = TestIssuer()
NAMES = sorted(Forger("http://forger.test").forgeries(ISSUED))


@pytest.fixture
def theirs():
    server = KeyServer()
    yield server
    server.close()


@pytest.fixture
def ours():
    server = KeyServer()
    server.keys = [ISSUED.key.as_dict(private=False)]
    yield server
    server.close()


def verifier(server: KeyServer, cooldown: float = 60) -> TokenVerifier:
    keys = SigningKeys(server.url, cooldown_seconds=cooldown)
    return TokenVerifier(issuer=ISSUER, audience=AUDIENCE, keys=keys)


@pytest.mark.parametrize("name", NAMES)
def test_it_is_refused_and_nobody_goes_where_it_points(name, ours, theirs) -> None:
    forger = Forger(theirs.url.removesuffix("/certs"))
    theirs.keys = [forger.key.as_dict(private=False)]
    checking = verifier(ours)
    assert "somebody" == checking.verify(ISSUED.token("somebody")).subject
    with pytest.raises(TokenRefused):
        checking.verify(forger.forgeries(ISSUED)[name])
    assert (1, 0) == (ours.fetches, theirs.fetches)


def test_the_forger_s_own_key_would_verify_them() -> None:
    """The control: they are good tokens, but for who signed them."""
    forger = Forger("http://forger.test")
    token = forger.forgeries(ISSUED)["another key's id"]
    trusting = TestIssuer(forger.key).verifier()
    assert "somebody" == trusting.verify(token).subject


def test_a_flood_of_unknown_keys_causes_one_fetch_a_cooldown(ours) -> None:
    checking = verifier(ours)
    checking.verify(ISSUED.token())
    claims = claims_of(ISSUED.token())
    for number in range(500):
        header = {"alg": "ES256", "kid": f"unknown-{number}"}
        with pytest.raises(TokenRefused):
            checking.verify(jwt.encode(header, claims, ISSUED.key, algorithms=["ES256"]))
    assert 1 == ours.fetches


def test_a_flood_while_no_key_is_known_asks_keycloak_no_more_than_once_a_second(ours) -> None:
    ours.broken = True
    checking, began = verifier(ours), time.monotonic()
    for _ in range(200):
        with pytest.raises(KeysUnavailable):
            checking.verify(ISSUED.token())
    assert ours.fetches <= 1 + int(time.monotonic() - began)


def test_a_warm_check_asks_nobody(ours) -> None:
    checking, token = verifier(ours), ISSUED.token()
    checking.verify(token)
    ours.broken = True
    for _ in range(100):
        assert checking.verify(token)
    assert 1 == ours.fetches


def test_a_forgery_with_what_a_good_token_says_is_not_taken_for_it(ours) -> None:
    """What is kept is kept by the whole token, its signature too."""
    checking, token = verifier(ours), ISSUED.token("somebody")
    checking.verify(token)
    head, claims, _ = token.split(".")
    other = json.loads(json.dumps(claims_of(token))) | {"sub": "intruder"}
    for forged in (f"{head}.{claims}.AAAA", Forger("").signed(other)):
        with pytest.raises(TokenRefused):
            checking.verify(forged)
