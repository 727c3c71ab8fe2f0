"""Signing in by the real Keycloak: what freshens a second factor, and what a code is good for."""

import time

import pytest
import requests

from stack.demo import accounts
from stack.signin import Browser, Client, Code, SignInFailed
from stack.story.front import Front
from tests.fakes.forgeries import claims_of

pytestmark = pytest.mark.feature("F01")


@pytest.fixture
def mobile(front: Front) -> Client:
    """Another client of the same realm, in the same browser."""
    issuer = front.client.issuer
    return Client(
        issuer=issuer, client_id="isp-mobile", redirect_uri="example.isp.mobile:/callback"
    )


def test_a_later_sign_in_by_password_alone_does_not_freshen_the_second_factor(
    front: Front, mobile: Client
) -> None:
    """Not even by another client in the same browser; `auth_time` would say otherwise."""
    account, browser = accounts()["approver2"], Browser()
    who = {"username": account.email, "password": account.password}
    secret = f"demonstration-{account.email}"
    first = browser.sign_in(front.client, **who, totp_secret=secret, acr="aal2")
    before = claims_of(first.access)
    time.sleep(2.1)
    browser.sign_in(mobile, **who, anew=True)
    after = claims_of(browser.refresh(front.client, first).access)
    assert after["iat"] > before["iat"]
    assert after["auth_time"] > before["auth_time"]  # the control: this one lies
    assert after["loa_times"]["2"] == before["loa_times"]["2"]


def test_a_code_is_good_once_and_used_again_it_ends_what_it_gave(front: Front) -> None:
    account, browser = accounts()["member"], Browser()
    code = browser.code(front.client, username=account.email, password=account.password)
    tokens = browser.exchange(front.client, code)
    with pytest.raises(SignInFailed, match="invalid_grant"):
        browser.exchange(front.client, code)
    with pytest.raises(SignInFailed, match="invalid_grant"):
        browser.refresh(front.client, tokens)


def test_a_code_is_good_only_with_the_secret_of_who_asked(front: Front) -> None:
    account, browser = accounts()["member"], Browser()
    code = browser.code(front.client, username=account.email, password=account.password)
    stolen = Code(code=code.code, verifier="x" * 64)
    with pytest.raises(SignInFailed, match="invalid_grant"):
        browser.exchange(front.client, stolen)


@pytest.mark.parametrize(
    "spoiled",
    [
        {"code_challenge": None, "code_challenge_method": None},
        {"code_challenge_method": "plain"},
        {"redirect_uri": "http://evil.test/auth/callback"},
        {"response_type": "token"},
    ],
    ids=["no PKCE", "plain PKCE", "another address", "implicit"],
)
def test_a_request_that_is_not_ours_gives_no_code(front: Front, spoiled) -> None:
    asked = {
        "client_id": front.client.client_id,
        "redirect_uri": front.client.redirect_uri,
        "response_type": "code",
        "scope": "openid",
        "code_challenge": "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWb3LVqN3TcwM",
        "code_challenge_method": "S256",
    } | spoiled
    query = {name: value for name, value in asked.items() if value is not None}
    answer = requests.get(front.client.endpoint("auth"), params=query, allow_redirects=False)
    if answer.is_redirect:
        assert answer.headers["Location"].startswith(front.client.redirect_uri)
        assert "error=" in answer.headers["Location"]
        assert "code=" not in answer.headers["Location"]
    else:
        assert 400 == answer.status_code


@pytest.mark.parametrize("client_id", ["isp-web", "admin-cli", "account-console", "svc-identity"])
def test_nobody_gives_a_password_to_a_client(front: Front, client_id: str) -> None:
    account = accounts()["analyst"]
    form = {"grant_type": "password", "client_id": client_id, "username": account.email}
    if client_id == "isp-web":
        form["client_secret"] = str(front.client.secret)
    answer = requests.post(
        front.client.endpoint("token"), data=form | {"password": account.password}
    )
    assert answer.status_code in {400, 401}
    assert "access_token" not in answer.json()
