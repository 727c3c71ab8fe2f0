"""One's second factors on the pages: those held, a first by a mailed link, one that goes."""

import re
import time
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from chassis.errors import StepUpRequired
from isp.identity.v1 import second_factors_pb2 as pb
from services.identity.domain.second_factor_errors import (
    FactorHeld,
    FactorLinkNeeded,
    FactorNotFound,
    FactorRefused,
    FactorResetNotFound,
    LastSecondFactor,
    TooManyFactorLinks,
)
from tests.contract.gateway.browsing import Browsing
from tests.contract.gateway.route import FACTOR_ID
from tests.contract.gateway.second_factor_routes import CHALLENGE_SAID
from tests.contract.gateway.test_page_asking import heard as all_heard
from tests.contract.gateway.test_page_asking import main_of

HERE = "/account/second-factor"
REMOVE = f"{HERE}/{FACTOR_ID}/remove"
ADDRESS = "otpauth://totp/ISP%3Aowner?secret=AAAABBBBCC&issuer=ISP"
APP = {"name": "Phone", "code": "123456", "secret": "A" * 32, "challenge": CHALLENGE_SAID}
APP |= {"otpauth": ADDRESS}
KEY = {"name": "Blue key", "credential": '{"id":"x"}'}

both = pytest.mark.parametrize("prefix", ["", "/cy"])


@pytest.fixture(autouse=True)
def _signed_in(browsing: Browsing) -> None:
    browsing.sign_in(at=time.time())
    browsing.gateway.backend.heard.clear()


def heard(browsing: Browsing, rpc: str) -> Any:
    """The newest message of an RPC."""
    return all_heard(browsing, rpc)[-1]


def held(browsing: Browsing, number: int, **more: object) -> None:
    each = pb.SecondFactor(
        factor_id=FACTOR_ID, kind=pb.FACTOR_KIND_APP, name="The <b>blue</b> phone"
    )
    each.added_at.FromJsonString("2026-11-24T12:00:00Z")
    found = pb.ListSecondFactorsResponse(factors=[each] * number, **more)  # type: ignore[arg-type] # as the test says
    browsing.gateway.backend.answers["ListSecondFactors"] = found


@both
def test_they_are_listed_with_kind_and_when_they_were_added(
    browsing: Browsing, prefix: str
) -> None:
    held(browsing, 1)
    page = main_of(browsing.get(prefix + HERE).text)
    assert "The &lt;b&gt;blue&lt;/b&gt; phone" in page
    assert "2026, 12:00" in page
    for path in (f"{HERE}/app", f"{HERE}/key", REMOVE):
        assert f'href="{prefix}{path}"' in page
    assert f'action="{prefix}{HERE}/link"' not in page
    assert f'href="{prefix}{HERE}"' in browsing.get(f"{prefix}/account").text


def test_who_has_none_is_offered_a_link_by_mail_and_nothing_else(browsing: Browsing) -> None:
    held(browsing, 0)
    page = main_of(browsing.get(HERE).text)
    assert f'action="{HERE}/link"' in page
    assert f"{HERE}/app" not in page
    away = browsing.post(f"{HERE}/link", {})
    assert (302, HERE) == (away.status_code, away.location)
    assert heard(browsing, "AskForFactorLink") == pb.AskForFactorLinkRequest()
    assert "We mailed you a link." in browsing.get(HERE).text


def test_ten_are_as_many_as_one_may_have(browsing: Browsing) -> None:
    held(browsing, 10)
    page = main_of(browsing.get(HERE).text)
    assert "remove one" in page
    assert f"{HERE}/app" not in page


@pytest.mark.parametrize("kind", ["app", "key"])
def test_the_link_of_the_mail_is_kept_and_said_when_one_is_begun(
    browsing: Browsing, kind: str
) -> None:
    held(browsing, 0)
    away = browsing.get(f"{HERE}/link?token=a-token")
    assert (302, HERE) == (away.status_code, away.location)
    page = browsing.get(HERE).text
    assert f'href="{HERE}/{kind}"' in page
    assert "a-token" not in page
    browsing.get(f"{HERE}/{kind}")
    rpc = {"app": "BeginAuthenticatorApp", "key": "BeginSecurityKey"}[kind]
    assert "a-token" == heard(browsing, rpc).link


@both
def test_an_app_is_shown_as_a_picture_and_in_letters_and_nobody_keeps_the_page(
    browsing: Browsing, prefix: str
) -> None:
    begun = pb.BeginAuthenticatorAppResponse(secret="s", address=ADDRESS, challenge=b"c" * 56)
    browsing.gateway.backend.answers["BeginAuthenticatorApp"] = begun
    page = browsing.get(f"{prefix}{HERE}/app")
    assert "private, no-store" == page.headers["Cache-Control"]
    assert "AAAA BBBB CC" in page.text
    assert re.search(r"<svg[^>]*>.*<path", page.text, re.DOTALL)
    assert not re.findall(r"<script(?![^>]*\bsrc=)", page.text), "no inline script"


def test_an_app_is_added_with_what_it_was_given_and_the_link_is_used_up(
    browsing: Browsing,
) -> None:
    browsing.get(f"{HERE}/link?token=a-token")
    away = browsing.post(f"{HERE}/app", APP)
    assert (302, HERE) == (away.status_code, away.location)
    asked = heard(browsing, "AddAuthenticatorApp")
    assert ("Phone", "123456", bytes(range(56)), "a-token") == (
        asked.name,
        asked.code,
        asked.challenge,
        asked.link,
    )
    assert "Your second factor is set up." in browsing.get(HERE).text
    browsing.get(f"{HERE}/app")
    assert not heard(browsing, "BeginAuthenticatorApp").link


def test_a_wrong_code_is_said_and_the_same_picture_stays(browsing: Browsing) -> None:
    browsing.gateway.backend.refuse(FactorRefused("No."), "AddAuthenticatorApp")
    page = browsing.post(f"{HERE}/app", APP)
    assert 401 == page.status_code
    assert "good for five minutes" in page.text
    assert "AAAA BBBB CC" in page.text
    assert f'value="{CHALLENGE_SAID}"' in page.text


@pytest.mark.parametrize("wrong", [{"code": ""}, {"name": ""}])
def test_what_is_missing_is_asked_for_and_nothing_is_sent(
    browsing: Browsing, wrong: dict[str, str]
) -> None:
    assert 400 == browsing.post(f"{HERE}/app", APP | wrong).status_code
    assert not all_heard(browsing, "AddAuthenticatorApp")


def test_a_key_is_made_by_the_browser_and_added(browsing: Browsing) -> None:
    page = browsing.get(f"{HERE}/key").text
    given = re.search(r'data-passkey-given="([^"]*)"', page)
    assert given is not None
    assert '{"challenge":"x"}' == unescape(given.group(1))
    away = browsing.post(f"{HERE}/key", KEY)
    assert (302, HERE) == (away.status_code, away.location)
    asked = heard(browsing, "AddSecurityKey")
    assert ("Blue key", '{"id":"x"}') == (asked.name, asked.credential)


def test_without_the_link_one_is_led_back_to_ask_for_it(browsing: Browsing) -> None:
    held(browsing, 0)
    refused = FactorLinkNeeded("No.")
    for rpc, path, fields in (
        ("BeginAuthenticatorApp", "app", None),
        ("AddAuthenticatorApp", "app", APP),
        ("BeginSecurityKey", "key", None),
        ("AddSecurityKey", "key", KEY),
    ):
        browsing.gateway.backend.refuse(refused, rpc)
        there = f"{HERE}/{path}"
        away = browsing.get(there) if fields is None else browsing.post(there, fields)
        assert (302, HERE) == (away.status_code, away.location)
        assert "Open the newest link that we mailed" in browsing.get(HERE).text


@pytest.mark.parametrize(
    ("path", "fields", "rpc"),
    [
        (f"{HERE}/app", None, "BeginAuthenticatorApp"),
        (f"{HERE}/key", None, "BeginSecurityKey"),
        (REMOVE, {}, "RemoveSecondFactor"),
    ],
)
def test_a_second_factor_of_five_minutes_is_asked_for_anew(
    browsing: Browsing, path: str, fields: dict[str, str] | None, rpc: str
) -> None:
    browsing.gateway.backend.refuse(StepUpRequired(acr="aal2", max_age_seconds=300), rpc)
    away = browsing.get(path) if fields is None else browsing.post(path, fields)
    said = urlsplit(away.location)
    assert (302, "/auth/sign-in") == (away.status_code, said.path)
    assert {"next": [path], "acr": ["aal2"], "max_age": ["300"]} == parse_qs(said.query)


def test_one_is_removed_after_one_was_asked_once_more_and_is_signed_out(
    browsing: Browsing,
) -> None:
    held(browsing, 1)
    page = main_of(browsing.get(REMOVE).text)
    assert "It is your last." in page
    assert "The &lt;b&gt;blue&lt;/b&gt; phone" in page
    away = browsing.post(REMOVE, {})
    assert (302, f"{HERE}/removed") == (away.status_code, away.location)
    assert FACTOR_ID == heard(browsing, "RemoveSecondFactor").factor_id
    assert 200 == browsing.get(away.location).status_code
    assert 302 == browsing.get(HERE).status_code


def test_one_that_is_not_theirs_is_not_there(browsing: Browsing) -> None:
    held(browsing, 0)
    assert 404 == browsing.get(REMOVE).status_code


@pytest.mark.parametrize(
    ("refused", "said"),
    [
        (LastSecondFactor("No."), "add another before this one goes"),
        (FactorNotFound("No."), "no such second factor"),
    ],
)
def test_why_it_stays_is_said(browsing: Browsing, refused: Exception, said: str) -> None:
    browsing.gateway.backend.refuse(refused, "RemoveSecondFactor")
    away = browsing.post(REMOVE, {})
    assert (302, HERE) == (away.status_code, away.location)
    assert said in browsing.get(HERE).text


def test_what_officers_are_about_to_do_is_said_and_can_be_stopped(browsing: Browsing) -> None:
    held(browsing, 1)
    assert f"{HERE}/keep" not in browsing.get(HERE).text
    held(browsing, 1, reset_proposed=True)
    assert "proposes to remove them" in browsing.get(HERE).text
    when = pb.SecondFactor()
    when.added_at.FromJsonString("2026-11-25T12:00:00Z")
    held(browsing, 1, reset_proposed=True, reset_due_at=when.added_at)
    assert "Two officers agreed" in browsing.get(HERE).text
    browsing.post(f"{HERE}/keep", {})
    assert heard(browsing, "StopMyFactorReset") == pb.StopMyFactorResetRequest()
    assert "stay as they are" in browsing.get(HERE).text
    browsing.gateway.backend.refuse(FactorResetNotFound("No."), "StopMyFactorReset")
    assert 302 == browsing.post(f"{HERE}/keep", {}).status_code


def test_who_has_one_by_now_is_told_so(browsing: Browsing) -> None:
    browsing.gateway.backend.refuse(FactorHeld("No."), "AskForFactorLink")
    assert 302 == browsing.post(f"{HERE}/link", {}).status_code
    assert "sign in with it to add another" in browsing.get(HERE).text


@pytest.mark.parametrize("action", ["CONFIGURE_TOTP", "webauthn-register", "delete_credential"])
def test_no_page_of_ours_sends_an_action_to_keycloak(browsing: Browsing, action: str) -> None:
    """Neither by an address of the old way, nor by one that names it."""
    assert 404 == browsing.get("/auth/second-factor/app").status_code
    away = browsing.get(f"/auth/sign-in?kc_action={action}")
    assert "kc_action" not in (away.location or "")


@both
def test_whoever_was_mailed_too_many_links_is_told_so(browsing: Browsing, prefix: str) -> None:
    held(browsing, 0)
    browsing.gateway.backend.refuse(TooManyFactorLinks("Ten."), "AskForFactorLink")
    assert 302 == browsing.post(f"{prefix}{HERE}/link", {}).status_code
    said = "deg dolen" if prefix else "ten links today"
    assert said in browsing.get(prefix + HERE).text
