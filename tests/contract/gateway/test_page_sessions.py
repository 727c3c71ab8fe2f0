"""Who is signed in, for how long, and what happens while Keycloak or Valkey is away."""

import time
from collections.abc import Mapping
from typing import Any

import pytest
from flask import session

from chassis.errors import StepUpRequired, TokenRefused, Unavailable
from services.gateway.pages.grants import Grants, RefreshRefused
from services.gateway.pages.sign_in import own_path
from services.gateway.pages.visitors import Visitor, remember
from tests.contract.gateway.browsing import Browsing, cookies_of
from tests.contract.gateway.routes import ALERT_ID
from tests.contract.gateway.test_page_forms import issued

HERE = f"/desk/alerts/{ALERT_ID}"
WITHDRAW = {"do": "withdraw", "version": "3", "reason": "Wrong street"}


def refreshing(browsing: Browsing, answer: Mapping[str, Any] | Exception) -> list[str]:
    """Let Keycloak answer refreshes so; return the tokens it was sent."""
    sent: list[str] = []

    def refresh(token: str) -> Mapping[str, Any]:
        sent.append(token)
        if isinstance(answer, Exception):
            raise answer
        return answer

    browsing.gateway.app.extensions["isp-grants"] = Grants(browsing.valkey, refresh)
    return sent


def fresh(browsing: Browsing) -> dict[str, Any]:
    return {
        "access_token": browsing.gateway.issuer.token(),
        "refresh_token": "refresh-2",
        "expires_in": 300,
    }


def test_the_cookie_is_ours_alone(browsing: Browsing) -> None:
    browsing.sign_in()
    cookie = browsing.client.get_cookie("__Host-isp-session", "isp.example")
    assert cookie is not None
    assert (True, True, "Lax", "/", None) == (
        cookie.secure,
        cookie.http_only,
        cookie.same_site,
        cookie.path,
        cookie.max_age,
    )


def test_a_session_gets_a_new_name_when_somebody_signs_in(browsing: Browsing) -> None:
    """Whoever put the old one into a browser does not know the new one."""
    with browsing.gateway.app.test_request_context("/", base_url="https://isp.example"):
        before, session["next"] = session.sid, "/account"  # type: ignore[attr-defined] # its own
        remember(Visitor(subject="someone", name="Someone", grant="none"))
        assert before != session.sid  # type: ignore[attr-defined] # Flask-Session's
        assert "next" not in session


def test_no_token_reaches_the_browser(browsing: Browsing) -> None:
    grant = browsing.sign_in()
    page = browsing.get("/account")
    said = page.text + str(page.headers)
    assert not any(each in said for each in (grant.access, grant.refresh, grant.id_token))


def test_a_token_that_ends_is_renewed_before_it_is_used(browsing: Browsing) -> None:
    answer = fresh(browsing)
    browsing.sign_in(seconds=10)
    sent = refreshing(browsing, answer)
    assert 200 == browsing.get("/account").status_code
    assert 200 == browsing.get("/account").status_code
    assert ["refresh-1"] == sent
    heard = browsing.gateway.backend.heard[-1]
    assert f"Bearer {answer['access_token']}" == heard.metadata["authorization"]


def test_who_was_signed_out_at_keycloak_is_nobody(browsing: Browsing) -> None:
    browsing.sign_in(seconds=10)
    refreshing(browsing, RefreshRefused("Session not active"))
    assert 302 == browsing.get("/account").status_code
    home = browsing.get("/")
    assert 200 == home.status_code
    assert "authorization" not in browsing.gateway.backend.heard[-1].metadata
    assert "Sign out" not in home.text


def test_while_keycloak_is_away_public_pages_go_on_and_say_so(browsing: Browsing) -> None:
    browsing.sign_in(seconds=10)
    refreshing(browsing, Unavailable("Away."))
    home = browsing.get("/")
    assert 200 == home.status_code
    assert "You see what anyone may see." in home.text
    assert "private, no-store" == home.headers["Cache-Control"]
    assert "authorization" not in browsing.gateway.backend.heard[-1].metadata
    assert 503 == browsing.get("/account").status_code


def test_while_valkey_is_away_public_pages_go_on(browsing: Browsing) -> None:
    browsing.sign_in()
    browsing.valkey.away = True
    for path in ("/", "/advice", "/alerts", "/register", "/cy/what-to-do-now"):
        page = browsing.get(path)
        assert 200 == page.status_code
        assert [] == cookies_of(page)
    for path in ("/account", "/desk/alerts", "/auth/sign-in"):
        page = browsing.get(path)
        assert (503, "text/html") == (page.status_code, page.mimetype)
        assert "Location" not in page.headers
    browsing.valkey.away = False
    assert 200 == browsing.get("/account").status_code


def test_a_second_factor_that_is_needed_is_asked_for(browsing: Browsing) -> None:
    """And what was typed is there again afterwards, once, for the same person."""
    browsing.sign_in()
    issued(browsing)
    token = browsing.csrf_token()
    browsing.gateway.backend.refuse(StepUpRequired(acr="aal2", max_age_seconds=900))
    away = browsing.post(HERE, WITHDRAW | {"csrf_token": token})
    assert 302 == away.status_code
    assert "/auth/sign-in?" in away.location
    assert "acr=aal2" in away.location
    browsing.gateway.backend.failure = None
    assert "Wrong street</textarea>" in browsing.get(HERE).text
    assert "Wrong street" not in browsing.get(HERE).text


@pytest.mark.parametrize(
    ("failure", "acr"),
    [
        (StepUpRequired(acr="aal2", max_age_seconds=900), "aal2"),
        (TokenRefused("The token is not a good one."), "aal1"),
    ],
)
def test_nobody_goes_in_a_circle(browsing: Browsing, failure: Exception, acr: str) -> None:
    """Who comes from Keycloak and is refused all the same reads why."""
    browsing.sign_in(acr=acr, at=time.time())
    browsing.gateway.backend.refuse(failure)
    page = browsing.get("/account")
    assert (401, "text/html") == (page.status_code, page.mimetype)


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example", "//evil.example", "/\\evil.example", "\\evil", "evil", "", "/a\nb"],
)
def test_a_link_to_us_sends_nobody_elsewhere(elsewhere: str) -> None:
    assert "/" == own_path(elsewhere)


def test_a_path_of_ours_is_come_back_to() -> None:
    """The control of the test above."""
    assert "/cy/advice?q=van" == own_path("/cy/advice?q=van")


def test_an_unknown_level_is_not_asked_for(browsing: Browsing) -> None:
    assert 400 == browsing.get("/auth/sign-in?acr=aal9").status_code
