"""Forgeries of what the real Keycloak gave: by REST, at each service, and at the stream's door."""

import json
import time

import pytest
import requests
from joserfc.jwk import ECKey

from stack.demo import accounts, authenticator
from stack.story.front import Front
from tests.fakes.forgeries import by_secret, claims_of, encoded, with_header

PLACES = (
    "/v1/me",  # identity
    "/v1/alerts",  # alerts
    "/v1/alerts/stream",
    "/v1/search?q=x",  # content
    "/v1/questions",  # engagement
    "/v1/me/training",  # training
    "/v1/session",  # the gateway itself
)


@pytest.fixture(scope="module")
def granted(front: Front) -> dict[str, str]:
    """What Keycloak gives a person by the client of the tests: real tokens of two kinds."""
    account = accounts()["member"]
    answer = requests.post(
        front.client.endpoint("token"),
        data={
            "grant_type": "password",
            "client_id": "isp-test",
            "username": account.email,
            "password": account.password,
            "totp": authenticator(f"demonstration-{account.email}").now(),
            "scope": "openid",
        },
    )
    answer.raise_for_status()
    return answer.json()


def header_of(token: str) -> dict:
    return claims_of(f"x.{token.split('.', maxsplit=1)[0]}")


def forged(front: Front, granted: dict[str, str]) -> dict[str, str]:
    """Made of a real token: its claims, its key id, and the public key that everybody may read."""
    good, header = granted["access_token"], header_of(granted["access_token"])
    claims, kid = claims_of(good), header["kid"]
    keys = requests.get(front.client.endpoint("certs")).json()["keys"]
    public = next(each for each in keys if each["kid"] == kid)
    pem = ECKey.import_key(public).as_pem(private=False)
    older = claims | {"exp": int(time.time()) - 60}
    head, body, signature = good.split(".")
    promoted = encoded(json.dumps(claims | {"tier": "TRUSTED"}).encode())
    return {
        "none": with_header(claims, lambda _: b"", alg="none", kid=kid),
        "HS256 with the public key": with_header(claims, by_secret(pem), alg="HS256", kid=kid),
        "another tier": f"{head}.{promoted}.{signature}",
        "no signature": f"{head}.{body}.",
        "expired": with_header(older, by_secret(pem), alg="HS256", kid=kid),
        "jku": with_header(claims, lambda _: bytes(64), alg="ES256", kid="x", jku="http://x.test"),
        "x5u": with_header(claims, lambda _: bytes(64), alg="ES256", kid="x", x5u="http://x.test"),
        "an ID token": granted["id_token"],
        "a refresh token": granted["refresh_token"],
    }


@pytest.mark.parametrize("path", PLACES)
def test_no_forgery_is_taken_anywhere(front: Front, granted: dict[str, str], path: str) -> None:
    def status(token: str) -> int:
        return requests.get(
            f"{front.gateway}{path}",
            headers={"Authorization": f"Bearer {token}"},
            allow_redirects=False,
            stream=True,
        ).status_code

    assert status(granted["access_token"]) in {200, 307}
    for name, token in forged(front, granted).items():
        assert (401, name) == (status(token), name)
