"""Tokens are checked for everything that a forger could change."""

import base64
import json
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, OctKey, RSAKey

from chassis.errors import TokenRefused
from chassis.tokens import KeysUnavailable, SigningKeys, TokenVerifier
from kernel.tiers import Tier
from tests.fakes.signing import AUDIENCE, ISSUER, TestIssuer

ISSUED = TestIssuer()


def test_a_good_token_says_who_and_what() -> None:
    token = ISSUED.verifier().verify(
        ISSUED.token(
            "reader", tier="VERIFIED", rights_version=7, realm_access={"roles": ["editor"]}
        )
    )
    assert ("reader", Tier.VERIFIED, 7, "isp-web", None) == (
        token.subject,
        token.tier,
        token.rights_version,
        token.client,
        token.service,
    )
    assert {"editor"} == token.roles
    assert token.second_factor_at is not None
    assert abs(token.second_factor_at.timestamp() - time.time()) < 5


@pytest.mark.parametrize(
    "spoiled",
    [
        {"iss": "http://elsewhere.test/realms/isp"},
        {"aud": "account"},
        {"aud": None},
        {"typ": "ID"},
        {"typ": "Refresh"},
        {"typ": None},
        {"exp": 1},
        {"exp": None},
        {"exp": "tomorrow"},
        {"iat": None},
        {"iat": int(time.time()) + 86_400},
        {"nbf": int(time.time()) + 86_400},
        {"sub": None},
        {"azp": None},
        {"rights_version": "many"},
        {"loa_times": {"2": "soon"}},
        {"loa_times": 4},
        {"realm_access": []},
    ],
    ids=lambda spoiled: str(spoiled)[:14],  # without the time of the run
)
def test_a_token_with_one_wrong_claim_is_refused(spoiled: dict[str, Any]) -> None:
    with pytest.raises(TokenRefused):
        ISSUED.verifier().verify(ISSUED.token(**spoiled))


def _unsigned(claims: dict[str, Any]) -> str:
    def part(value: dict[str, Any]) -> str:
        return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")

    return f"{part({'alg': 'none', 'kid': 'test'})}.{part(claims)}."


def _claims() -> dict[str, Any]:
    return json.loads(base64.urlsafe_b64decode(ISSUED.token().split(".")[1] + "=="))


FORGERIES: dict[str, Callable[[], str]] = {
    "no signature": lambda: _unsigned(_claims()),
    "another key under the same id": lambda: TestIssuer().token(),
    "a shared secret": lambda: jwt.encode(
        {"alg": "HS256", "kid": "test"},
        _claims(),
        OctKey.import_key("a shared secret that a forger chose"),
        algorithms=["HS256"],
    ),
    "another algorithm": lambda: jwt.encode(
        {"alg": "RS256", "kid": "test"}, _claims(), RSAKey.generate_key(2048), algorithms=["RS256"]
    ),
    "no key id": lambda: jwt.encode({"alg": "ES256"}, _claims(), ISSUED.key, algorithms=["ES256"]),
    "changed claims": lambda: ".".join(
        [
            ISSUED.token().split(".")[0],
            _unsigned(_claims() | {"sub": "intruder"}).split(".")[1],
            "AA",
        ]
    ),
    "not a token": lambda: "hello",
    "empty parts": lambda: "..",
    "not text": lambda: "\x00\xff.\n.\u2603",
}


@pytest.mark.parametrize("forge", FORGERIES.values(), ids=FORGERIES.keys())
def test_a_forgery_is_refused(forge: Callable[[], str]) -> None:
    with pytest.raises(TokenRefused):
        ISSUED.verifier().verify(forge())


def test_a_kept_token_is_refused_once_it_has_expired() -> None:
    now = time.time()
    verifier = TokenVerifier(
        issuer=ISSUER, audience=AUDIENCE, keys=ISSUED.verifier()._keys, now=lambda: now
    )
    began = int(now)
    text = ISSUED.token(exp=began + 60)
    verifier.verify(text)
    now = began + 59.9
    verifier.verify(text)
    now = began + 60
    with pytest.raises(TokenRefused, match="expired"):
        verifier.verify(text)


def test_the_end_of_a_token_has_no_leeway_and_its_beginning_has() -> None:
    """Suspended while the broker is away, somebody is let in for a token's life and no longer."""
    now = int(time.time())
    keys = ISSUED.verifier()._keys
    verifier = TokenVerifier(issuer=ISSUER, audience=AUDIENCE, keys=keys, now=lambda: now)
    with pytest.raises(TokenRefused, match="expired"):
        verifier.verify(ISSUED.token(iat=now - 300, exp=now))
    assert verifier.verify(ISSUED.token(iat=now + 5, exp=now + 300))
    with pytest.raises(TokenRefused, match="not good yet"):
        verifier.verify(ISSUED.token(iat=now + 6, exp=now + 300))


def test_a_services_token_names_the_service() -> None:
    assert "identity" == ISSUED.verifier().verify(ISSUED.token(azp="svc-identity")).service


class KeyServer:
    """Serves a key set, counts the fetches, and can be broken."""

    def __init__(self) -> None:
        outer = self
        self.keys: list[Any] = []
        self.fetches = 0
        self.broken = False

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.fetches += 1
                self.send_response(500 if outer.broken else 200)
                self.end_headers()
                self.wfile.write(json.dumps({"keys": outer.keys}).encode())

            def log_message(self, *_: object) -> None: ...

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/certs"
        Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def key_server() -> Any:
    server = KeyServer()
    yield server
    server.close()


def _verifier(server: KeyServer, cooldown: float = 0) -> TokenVerifier:
    keys = SigningKeys(server.url, cooldown_seconds=cooldown)
    return TokenVerifier(issuer=ISSUER, audience=AUDIENCE, keys=keys)


def test_a_new_signing_key_is_fetched_when_a_token_names_it(key_server: KeyServer) -> None:
    verifier = _verifier(key_server)
    key_server.keys = [ISSUED.key.as_dict(private=False)]
    verifier.verify(ISSUED.token())
    rotated = TestIssuer(
        ECKey.generate_key("P-256", parameters={"kid": "test", "alg": "ES256"}, private=True)
    )
    key_server.keys.append(rotated.key.as_dict(private=False) | {"kid": "next"})
    text = jwt.encode({"alg": "ES256", "kid": "next"}, _claims(), rotated.key, algorithms=["ES256"])
    assert verifier.verify(text).subject


def test_unknown_keys_cause_one_fetch_a_cooldown(key_server: KeyServer) -> None:
    verifier = _verifier(key_server, cooldown=60)
    key_server.keys = [ISSUED.key.as_dict(private=False)]
    verifier.verify(ISSUED.token())
    for number in range(20):
        with pytest.raises(TokenRefused):
            verifier.verify(
                jwt.encode(
                    {"alg": "ES256", "kid": f"k{number}"},
                    _claims(),
                    ISSUED.key,
                    algorithms=["ES256"],
                )
            )
    assert 1 == key_server.fetches


def test_known_keys_are_kept_when_a_fetch_fails(key_server: KeyServer) -> None:
    verifier = _verifier(key_server)
    key_server.keys = [ISSUED.key.as_dict(private=False)]
    verifier.verify(ISSUED.token())
    key_server.broken = True
    with pytest.raises(TokenRefused):
        verifier.verify(
            jwt.encode({"alg": "ES256", "kid": "new"}, _claims(), ISSUED.key, algorithms=["ES256"])
        )
    assert verifier.verify(ISSUED.token("reader")).subject == "reader"


def test_without_any_key_doubt_refuses_and_says_later(key_server: KeyServer) -> None:
    key_server.broken = True
    with pytest.raises(KeysUnavailable):
        _verifier(key_server).verify(ISSUED.token())


def test_keys_are_fetched_before_the_first_token_comes(key_server: KeyServer) -> None:
    """Keycloak may be dead by then."""
    key_server.keys = [ISSUED.key.as_dict(private=False)]
    keys = SigningKeys(key_server.url)
    keys.warm().join(5)
    key_server.broken = True
    verifier = TokenVerifier(issuer=ISSUER, audience=AUDIENCE, keys=keys)
    assert "reader" == verifier.verify(ISSUED.token("reader")).subject
