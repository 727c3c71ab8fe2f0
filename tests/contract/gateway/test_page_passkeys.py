"""One's passkeys on the pages: those held, a new one by a browser's answer, one that goes."""

import json
import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest

from chassis.errors import Invalid, NotPermitted, StepUpRequired, Violation
from isp.identity.v1 import identity_pb2
from isp.identity.v1 import passkeys_pb2 as pb
from services.identity.domain.errors import (
    PasskeyKnown,
    PasskeyNotFound,
    PasskeyRefused,
    TooManyPasskeys,
)
from tests.contract.gateway.browsing import Browsing
from tests.contract.gateway.route import KEY, PASSKEY_ID
from tests.contract.gateway.test_page_asking import heard, main_of

OWN = "/account/passkeys"
NEW = f"{OWN}/new"
REMOVE = f"{OWN}/{PASSKEY_ID}/remove"
MADE = {"name": "Blue key", "credential": '{"id":"x"}', "key": KEY}

both = pytest.mark.parametrize("prefix", ["", "/cy"])


@pytest.fixture(autouse=True)
def _signed_in(browsing: Browsing) -> None:
    browsing.sign_in(acr="aal2")
    browsing.gateway.backend.heard.clear()


def held(browsing: Browsing, number: int, **more: object) -> None:
    each = pb.Passkey(passkey_id=PASSKEY_ID, name="The <b>blue</b> key")
    each.registered_at.FromJsonString("2026-11-24T12:00:00Z")
    each.MergeFrom(pb.Passkey(**more))  # type: ignore[arg-type] # as the test says
    found = pb.ListPasskeysResponse(passkeys=[each] * number)
    browsing.gateway.backend.answers["ListPasskeys"] = found


@both
def test_they_are_listed_with_when_they_were_made_and_used(browsing: Browsing, prefix: str) -> None:
    held(browsing, 1)
    page = main_of(browsing.get(prefix + OWN).text)
    assert "The &lt;b&gt;blue&lt;/b&gt; key" in page
    assert "24 " in page
    assert "2026, 12:00" in page
    assert ("never" if not prefix else "erioed") in page
    for path in (NEW, REMOVE):
        assert f'href="{prefix}{path}"' in page
    used = pb.Passkey()
    used.used_at.FromJsonString("2026-11-25T07:30:00Z")
    held(browsing, 1, used_at=used.used_at)
    assert "2026, 07:30" in browsing.get(prefix + OWN).text


def test_none_and_as_many_as_one_may_have(browsing: Browsing) -> None:
    held(browsing, 0)
    assert "There are none yet." in browsing.get(OWN).text
    held(browsing, 10)
    page = browsing.get(OWN).text
    assert f'href="{NEW}"' not in page
    assert "remove one" in page


def test_the_account_of_who_may_hold_one_leads_there(browsing: Browsing) -> None:
    for role, led in (("duty-officer", True), ("alert-approver", True), ("editor", False)):
        me = identity_pb2.Subscriber(roles=[role])
        answer = identity_pb2.GetMeResponse(subscriber=me)
        browsing.gateway.backend.answers["GetMe"] = answer
        assert led is (f'href="{OWN}"' in browsing.get("/account").text)


def test_who_may_hold_none_reads_so(browsing: Browsing) -> None:
    browsing.gateway.backend.refuse(NotPermitted("No."), "ListPasskeys")
    assert 403 == browsing.get(OWN).status_code


@both
def test_the_page_of_a_new_one_carries_what_it_is_made_of_and_is_kept_by_nobody(
    browsing: Browsing, prefix: str
) -> None:
    options = {"challenge": "x", "user": {"name": 'o\'neil "quoted" <b>'}}
    answer = pb.BeginPasskeyRegistrationResponse(options=json.dumps(options))
    browsing.gateway.backend.answers["BeginPasskeyRegistration"] = answer
    page = browsing.get(prefix + NEW)
    assert "private, no-store" == page.headers["Cache-Control"]
    found = re.search(r'data-passkey-given="([^"]*)"', page.text)
    assert found is not None
    assert options == json.loads(unescape(found.group(1)))
    assert not re.findall(r"<script(?![^>]*\bsrc=)", page.text), "no inline script"


@pytest.mark.parametrize(
    ("path", "fields", "rpc"),
    [
        (NEW, None, "BeginPasskeyRegistration"),
        (NEW, MADE, "RegisterPasskey"),
        (REMOVE, {}, "RemovePasskey"),
    ],
)
def test_a_second_factor_of_five_minutes_is_asked_for_anew(
    browsing: Browsing, path: str, fields: dict[str, str] | None, rpc: str
) -> None:
    """Keycloak would take one of fifteen minutes again, and lead in a circle."""
    browsing.gateway.backend.refuse(StepUpRequired(acr="aal2", max_age_seconds=300), rpc)
    away = browsing.get(path) if fields is None else browsing.post(path, fields)
    said = urlsplit(away.location)
    assert (302, "/auth/sign-in") == (away.status_code, said.path)
    assert {"next": [path], "acr": ["aal2"], "max_age": ["300"]} == parse_qs(said.query)


def test_what_it_is_called_is_there_again_after_the_second_factor_and_the_answer_is_not(
    browsing: Browsing,
) -> None:
    browsing.gateway.backend.refuse(
        StepUpRequired(acr="aal2", max_age_seconds=300), "RegisterPasskey"
    )
    browsing.post(NEW, MADE)
    browsing.gateway.backend.failure = None
    page = browsing.get(NEW).text
    assert 'value="Blue key"' in page
    assert '{"id"' not in unescape(main_of(page).partition("data-passkey-given")[2][200:])


@both
def test_what_the_browser_made_is_kept(browsing: Browsing, prefix: str) -> None:
    answer = browsing.post(prefix + NEW, MADE)
    assert (302, prefix + OWN) == (answer.status_code, answer.location)
    said = {"name": "Blue key", "credential": MADE["credential"], "idempotency_key": KEY}
    assert [pb.RegisterPasskeyRequest(**said)] == heard(browsing, "RegisterPasskey")
    if not prefix:
        assert "The passkey is kept." in browsing.get(OWN).text


@pytest.mark.parametrize(
    ("failure", "status", "said"),
    [
        (PasskeyRefused("No."), 401, "made within five minutes"),
        (PasskeyKnown("Known."), 409, "registered already"),
        (Invalid(Violation("name", "must have 100 characters at most")), 400, "must have 100"),
        (TooManyPasskeys("Ten."), 429, "as many passkeys as one may have"),
    ],
)
def test_what_is_refused_is_said_and_the_name_is_not_lost(
    browsing: Browsing, failure: Exception, status: int, said: str
) -> None:
    browsing.gateway.backend.refuse(failure, "RegisterPasskey")
    page = browsing.post(NEW, MADE)
    assert (status, True) == (page.status_code, said in page.text)
    if status != 429:
        assert 'value="Blue key"' in page.text
        assert 1 == len(heard(browsing, "BeginPasskeyRegistration")), "the next try has its own"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": ""}, "What you call it: this is needed"),
        ({"name": "x" * 101}, "at most 100"),
        ({"credential": ""}, "the browser made none"),
    ],
)
def test_what_is_missing_is_asked_for(browsing: Browsing, wrong: dict[str, str], said: str) -> None:
    page = browsing.post(NEW, MADE | wrong)
    assert (400, True) == (page.status_code, said in page.text)
    assert [] == heard(browsing, "RegisterPasskey")


def test_who_has_ten_is_told_on_the_page_of_them(browsing: Browsing) -> None:
    browsing.gateway.backend.refuse(TooManyPasskeys("Ten."), "BeginPasskeyRegistration")
    away = browsing.get(NEW)
    assert (302, OWN) == (away.status_code, away.location)
    browsing.gateway.backend.failure = None
    assert "as many passkeys as one may have" in browsing.get(OWN).text


@both
def test_one_is_removed_after_one_more_question_and_its_owner_is_nobody_then(
    browsing: Browsing, prefix: str
) -> None:
    held(browsing, 1)
    page = browsing.get(prefix + REMOVE)
    assert "The &lt;b&gt;blue&lt;/b&gt; key" in page.text
    assert [] == heard(browsing, "RemovePasskey")
    answer = browsing.post(prefix + REMOVE, {})
    assert (302, f"{prefix}{OWN}/removed") == (answer.status_code, answer.location)
    assert [pb.RemovePasskeyRequest(passkey_id=PASSKEY_ID)] == heard(browsing, "RemovePasskey")
    after = browsing.get(answer.location)
    assert (200, 1) == (after.status_code, after.text.count("<h1"))
    assert not [name for name in browsing.valkey.kept if name.startswith("grant:")]
    assert "/auth/sign-in?" in browsing.get(prefix + OWN).location


def test_one_that_is_none_of_theirs_is_not_found_and_its_removal_signs_nobody_out(
    browsing: Browsing,
) -> None:
    held(browsing, 0)
    assert 404 == browsing.get(REMOVE).status_code
    browsing.gateway.backend.refuse(PasskeyNotFound("None."), "RemovePasskey")
    answer = browsing.post(REMOVE, {})
    assert (302, OWN) == (answer.status_code, answer.location)
    browsing.gateway.backend.failure = None
    assert "There is no such passkey of yours." in browsing.get(OWN).text


@pytest.mark.parametrize(("path", "rpc"), [(NEW, "RegisterPasskey"), (REMOVE, "RemovePasskey")])
def test_another_sessions_token_does_nothing(browsing: Browsing, path: str, rpc: str) -> None:
    other = Browsing(browsing.gateway, browsing.valkey)
    other.sign_in()
    for token in ("", other.csrf_token()):
        assert 400 == browsing.post(path, MADE | {"csrf_token": token}).status_code
    cross = {"Sec-Fetch-Site": "same-site"}
    assert 403 == browsing.post(path, MADE, headers=cross).status_code
    assert [] == heard(browsing, rpc)
