"""The real Keycloak: what its tokens say."""

import base64
import json
import subprocess
import sys
import time

import pytest
import requests

from stack.demo import accounts
from stack.harness import Harness
from stack.places import CHECKOUT
from stack.signin import Browser, SignInFailed
from stack.story.front import Front


def claims(token: str) -> dict:
    return json.loads(base64.urlsafe_b64decode(token.split(".")[1] + "=="))


def header(token: str) -> dict:
    return json.loads(base64.urlsafe_b64decode(token.split(".", maxsplit=1)[0] + "=="))


@pytest.mark.parametrize("acr", ["aal1", "aal2"])
def test_a_token_says_who_how_and_which_version_of_rights(front: Front, acr: str) -> None:
    person = front.sign_in_demo("author", acr)
    said = claims(person.tokens.access)
    assert "ES256" == header(person.tokens.access)["alg"]
    assert ("isp-api", "Bearer", "isp-web", acr) == (
        said["aud"],
        said["typ"],
        said["azp"],
        said["acr"],
    )
    assert ("TRUSTED", 1) == (said["tier"], said["rights_version"])
    assert {"alert-author", "hub-officer"} == set(said["realm_access"]["roles"])
    assert 300 == said["exp"] - said["iat"]
    assert ("2" in said["loa_times"]) is (acr == "aal2")
    assert not {"email", "name", "preferred_username", "given_name"} & said.keys()


def test_a_refresh_does_not_freshen_the_second_factor(front: Front) -> None:
    person = front.sign_in_demo("approver2")
    first = claims(person.tokens.access)
    time.sleep(1.1)
    renewed = claims(person.browser.refresh(front.client, person.tokens).access)
    assert renewed["iat"] > first["iat"]
    assert first["loa_times"]["2"] == renewed["loa_times"]["2"]


def test_a_password_alone_approves_nothing(front: Front) -> None:
    approver = front.sign_in_demo("approver", "aal1")
    answer = front.ask(
        "POST",
        "/v1/alerts/00000000-0000-4000-8000-000000000000/approval",
        by=approver,
        body={"read_digest": "00" * 32},
        expect=401,
    )
    challenge = answer.headers["WWW-Authenticate"]
    assert 'error="insufficient_user_authentication"' in challenge
    assert 'acr_values="aal2"' in challenge
    assert "STEP_UP_REQUIRED" == answer.json()["reason"]


@pytest.mark.parametrize(
    ("password", "totp"), [("wrong", None), (None, "of another authenticator")]
)
def test_a_wrong_password_or_code_signs_nobody_in(
    front: Front, password: str | None, totp: str | None
) -> None:
    account = accounts()["privacy"]
    with pytest.raises(SignInFailed):
        Browser().sign_in(
            front.client,
            username=account.email,
            password=password or account.password,
            totp_secret=totp,
            acr="aal2",
        )


def test_a_token_of_another_realm_is_refused(front: Front, platform: Harness) -> None:
    base = front.client.issuer.replace("/realms/isp", "/realms/master")
    token = requests.post(
        f"{base}/protocol/openid-connect/token",
        data={
            "grant_type": "password",
            "client_id": "admin-cli",
            "username": "admin",
            "password": platform.secret("keycloak_admin"),
        },
    ).json()["access_token"]
    for path in ("/v1/me", "/v1/session", "/v1/alerts"):
        answer = requests.get(
            f"{front.gateway}{path}", headers={"Authorization": f"Bearer {token}"}
        )
        assert 401 == answer.status_code
        assert "invalid_token" in answer.headers["WWW-Authenticate"]


def test_a_services_token_is_no_person(front: Front, platform: Harness) -> None:
    token = requests.post(
        front.client.endpoint("token"),
        data={
            "grant_type": "client_credentials",
            "client_id": "svc-identity",
            "client_secret": platform.secret("SVC_IDENTITY_SECRET"),
        },
    ).json()["access_token"]
    answer = requests.get(f"{front.gateway}/v1/me", headers={"Authorization": f"Bearer {token}"})
    assert 403 == answer.status_code


def test_demo_people_are_refused_in_production(platform: Harness) -> None:
    environment = dict(platform.environment("identity", "seed"))
    ended = subprocess.run(
        [sys.executable, "-m", "services.identity", "seed"],
        env=environment | {"ISP_ENVIRONMENT": "production"},
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert 78 == ended.returncode
    assert "ISP_ENVIRONMENT" in ended.stderr
