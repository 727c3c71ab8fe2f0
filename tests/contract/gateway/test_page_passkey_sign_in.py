"""Coming in by a passkey on the pages: for alerts alone, for a while, and by this browser alone."""

import re
import time
from pathlib import Path

import grpc
import pytest

import services.gateway
from chassis.errors import StepUpRequired, TokenNeeded, TokenRefused
from isp.identity.v1 import passkeys_pb2 as pb
from services.gateway.pages.sign_in import SignInUnavailable
from services.identity.domain.errors import PasskeyRefused
from tests.contract.gateway.backend import NotOurs
from tests.contract.gateway.browsing import SUBJECT, Browsing
from tests.contract.gateway.routes import ALERT_ID
from tests.contract.gateway.test_page_asking import heard
from tests.contract.gateway.test_page_forms import issued

HERE = "/sign-in/passkey"
DESK = "/desk/alerts"
SAID = '{"id":"x"}'
TOKEN = "of.a.passkey"
SCRIPT = Path(services.gateway.__file__).with_name("static") / "passkeys.js"

both = pytest.mark.parametrize("prefix", ["", "/cy"])


def given(browsing: Browsing, seconds: float = 600) -> None:
    """Let identity take what is sent, for a sign-in that ends after so many seconds."""
    answer = pb.SignInWithPasskeyResponse(access_token=TOKEN, subject=SUBJECT)
    answer.expires_at.FromSeconds(int(time.time() + seconds))
    browsing.gateway.backend.answers["SignInWithPasskey"] = answer


def token_of(browsing: Browsing, path: str = HERE) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', browsing.get(path).text)
    assert found is not None
    return found.group(1)


def come_in(browsing: Browsing, to: str = "", *, prefix: str = "", seconds: float = 600):
    given(browsing, seconds)
    said = {"credential": SAID, "next": to, "csrf_token": token_of(browsing, prefix + HERE)}
    return browsing.post(prefix + HERE, said)


def authorised(browsing: Browsing, rpc: str) -> list[str | None]:
    rows = browsing.gateway.backend.heard
    return [each.metadata.get("authorization") for each in rows if each.rpc == rpc]


@both
def test_the_page_is_kept_by_nobody_and_begins_a_session_for_its_token(
    browsing: Browsing, prefix: str
) -> None:
    page = browsing.get(prefix + HERE)
    assert (200, "private, no-store") == (page.status_code, page.headers["Cache-Control"])
    assert browsing.client.get_cookie("__Host-isp-session", "isp.example") is not None
    assert 'data-passkey-ask="/v1/passkey-sessions/options"' in page.text
    assert 1 == page.text.count("<h1")
    assert not re.findall(r"<script(?![^>]*\bsrc=)", page.text), "no inline script"
    assert not re.findall(r"\son\w+=|\sstyle=", page.text)
    assert [] == browsing.gateway.backend.heard, "nothing is asked before the button is pressed"


@pytest.mark.parametrize("path", [HERE, "/account/passkeys/new"])
def test_each_state_that_the_script_shows_is_on_the_page(browsing: Browsing, path: str) -> None:
    """And without the script the page says why it cannot, and offers nothing to press."""
    browsing.sign_in()
    page, script = browsing.get(path).text, SCRIPT.read_text("utf-8")
    there = re.findall(r'data-passkey-state="(\w+)"( hidden)?', page)
    assert ["script"] == [name for name, hidden in there if not hidden]
    assert "data-passkey-do hidden" in page
    table = script[script.index("STATES = {") : script.index("};")]
    names = set(re.findall(r'show\("(\w+)"\)', script)) | set(re.findall(r': "(\w+)"', table))
    assert 'show(STATES[error.name] ?? "cancelled")' in script
    assert 'show(own ? "ready" : "none")' in script
    assert names | {"script", "cancelled", "ready"} == {name for name, _ in there}
    fields = set(re.findall(r"form\.elements\.(\w+)", script))
    assert fields - {"name"} <= set(re.findall(r'name="(\w+)"', page))


@both
def test_who_comes_in_stands_at_the_desk_with_the_token_of_identity(
    browsing: Browsing, prefix: str
) -> None:
    answer = come_in(browsing, prefix=prefix)
    assert (302, prefix + DESK) == (answer.status_code, answer.location)
    assert [pb.SignInWithPasskeyRequest(credential=SAID)] == heard(browsing, "SignInWithPasskey")
    assert [None] == authorised(browsing, "SignInWithPasskey")
    page = browsing.get(prefix + DESK)
    assert (200, "private, no-store") == (page.status_code, page.headers["Cache-Control"])
    assert {f"Bearer {TOKEN}"} == set(authorised(browsing, "ListAlerts"))
    assert TOKEN not in page.text + str(page.headers)
    assert "You came in by a passkey" in page.text or prefix
    assert f'href="{prefix}/account"' not in page.text


@pytest.mark.parametrize(
    ("wanted", "comes"),
    [
        (f"{DESK}/{ALERT_ID}", f"{DESK}/{ALERT_ID}"),
        ("/", DESK),
        ("/cy", DESK),
        ("", DESK),
        ("https://evil.example/", DESK),
        ("//evil.example", DESK),
    ],
)
def test_one_comes_to_where_one_wanted_and_never_elsewhere(
    browsing: Browsing, wanted: str, comes: str
) -> None:
    assert comes == come_in(browsing, wanted).location


def test_a_session_is_new_and_takes_the_place_of_the_one_before(browsing: Browsing) -> None:
    grant = browsing.sign_in()
    assert any(grant.access in str(each) for each in browsing.valkey.kept.values())
    before = browsing.client.get_cookie("__Host-isp-session", "isp.example")
    come_in(browsing)
    after = browsing.client.get_cookie("__Host-isp-session", "isp.example")
    assert before is not None
    assert after is not None
    assert before.value != after.value
    assert not any(grant.access in str(each) for each in browsing.valkey.kept.values())


def test_only_alerts_is_told_who_they_are(browsing: Browsing) -> None:
    come_in(browsing)
    browsing.gateway.backend.heard.clear()
    home = browsing.get("/")
    assert 200 == home.status_code
    assert {f"Bearer {TOKEN}"} == set(authorised(browsing, "ListAlerts"))
    assert [None] == authorised(browsing, "ListDocuments")
    for path in ("/learn/mine", "/account"):
        browsing.gateway.backend.failure = None
        browsing.get(path)
    asked = [each.metadata.get("authorization") for each in browsing.gateway.backend.heard]
    told = {
        each.rpc for each in browsing.gateway.backend.heard if each.metadata.get("authorization")
    }
    assert f"Bearer {TOKEN}" in asked
    assert not told & {"GetMe", "GetMyTraining", "ListDocuments"}


@both
def test_a_page_of_another_service_says_that_it_needs_the_usual_sign_in(
    browsing: Browsing, prefix: str
) -> None:
    come_in(browsing)
    browsing.gateway.backend.refuse(TokenNeeded("Sign in first."), "GetMe")
    page = browsing.get(f"{prefix}/account")
    assert (403, "text/html") == (page.status_code, page.mimetype)
    assert f'href="{prefix}{DESK}"' in page.text
    assert f"/auth/sign-in?next={prefix}/account".replace("/", "%2F") in page.text.replace(
        "/", "%2F"
    )


def test_after_its_time_one_signs_in_by_it_again_with_what_was_typed(browsing: Browsing) -> None:
    come_in(browsing)
    issued(browsing)
    fields = {"do": "withdraw", "version": "3", "reason": "Wrong street"}
    said = fields | {"csrf_token": browsing.csrf_token()}
    with browsing.client.session_transaction(base_url="https://isp.example") as session:
        session["passkey_until"] = time.time() - 1
    away = browsing.post(f"{DESK}/{ALERT_ID}", said)
    assert (302, f"{HERE}?next={DESK}/{ALERT_ID}") == (away.status_code, away.location)
    assert [] == heard(browsing, "WithdrawAlert")
    assert "You came in by" not in browsing.get("/what-to-do-now").text
    back = come_in(browsing, f"{DESK}/{ALERT_ID}")
    assert "Wrong street</textarea>" in browsing.get(back.location).text


def test_a_token_that_ended_is_not_used_and_not_renewed(browsing: Browsing) -> None:
    come_in(browsing, seconds=10)
    browsing.gateway.backend.heard.clear()
    away = browsing.get(DESK)
    assert (302, f"{HERE}?next={DESK}") == (away.status_code, away.location)
    assert [] == browsing.gateway.backend.heard


@pytest.mark.parametrize(
    "failure", [TokenRefused("No good."), StepUpRequired(acr="aal2", max_age_seconds=900)]
)
def test_what_alerts_refuses_leads_back_here_and_in_no_circle(
    browsing: Browsing, failure: Exception
) -> None:
    """Somebody whose passkey was removed meanwhile is refused by alerts, not by us."""
    come_in(browsing)
    browsing.gateway.backend.refuse(failure, "ListAlerts")
    page = browsing.get(DESK)
    assert (401, "text/html") == (page.status_code, page.mimetype), "they came a moment ago"
    with browsing.client.session_transaction(base_url="https://isp.example") as session:
        session["visitor"] = session["visitor"] | {"at": time.time() - 120}
    assert f"{HERE}?next={DESK}" == browsing.get(DESK).location


@both
def test_what_identity_refuses_is_said_on_the_page(browsing: Browsing, prefix: str) -> None:
    token = token_of(browsing, prefix + HERE)
    browsing.gateway.backend.refuse(PasskeyRefused("No."), "SignInWithPasskey")
    said = {"credential": SAID, "next": "/desk/freeze", "csrf_token": token}
    page = browsing.post(prefix + HERE, said)
    assert (401, True) == (page.status_code, "govuk-error-summary" in page.text)
    assert 'name="next"' in page.text
    assert "/desk/freeze" in page.text
    assert "may have been removed" in page.text or prefix
    assert 302 == browsing.get(DESK).status_code, "nobody is signed in"


def test_while_identity_is_away_it_says_so(browsing: Browsing) -> None:
    token = token_of(browsing)
    browsing.gateway.backend.refuse(NotOurs(grpc.StatusCode.UNAVAILABLE), "SignInWithPasskey")
    page = browsing.post(HERE, {"credential": SAID, "csrf_token": token})
    assert (503, "text/html") == (page.status_code, page.mimetype)


def test_a_form_without_this_sessions_token_signs_nobody_in(browsing: Browsing) -> None:
    """Nor one from another site, nor one of a browser that never saw the page."""
    given(browsing)
    other = Browsing(browsing.gateway, browsing.valkey)
    stolen = token_of(other)
    assert 400 == browsing.post(HERE, {"credential": SAID}).status_code, "no session"
    mine = token_of(browsing)
    for token in ("", stolen, mine[:-2]):
        said = {"credential": SAID, "csrf_token": token}
        assert 400 == browsing.post(HERE, said).status_code
    cross = {"Sec-Fetch-Site": "cross-site"}
    said = {"credential": SAID, "csrf_token": mine}
    assert 403 == browsing.post(HERE, said, headers=cross).status_code
    assert [] == heard(browsing, "SignInWithPasskey")
    assert 302 == browsing.post(HERE, said).status_code, "the control"


@pytest.mark.parametrize("credential", ["", "x" * 16_385])
def test_what_no_page_of_ours_sends_is_refused(browsing: Browsing, credential: str) -> None:
    said = {"credential": credential, "csrf_token": token_of(browsing)}
    assert 400 == browsing.post(HERE, said).status_code
    assert [] == heard(browsing, "SignInWithPasskey")


def test_while_sessions_are_away_it_says_so(browsing: Browsing) -> None:
    browsing.valkey.away = True
    assert 503 == browsing.get(HERE).status_code


def test_who_signs_out_is_not_sent_to_keycloak(browsing: Browsing) -> None:
    come_in(browsing)
    answer = browsing.post("/auth/sign-out", {})
    assert (302, "/") == (answer.status_code, answer.location)
    assert not any(TOKEN in str(each) for each in browsing.valkey.kept.values())
    assert browsing.get(DESK).location.startswith("/auth/sign-in?")


@both
def test_while_keycloak_is_away_its_page_leads_here(browsing: Browsing, prefix: str) -> None:
    wanted = f"{prefix}{DESK}"
    page = browsing.get(f"/auth/sign-in?next={wanted}")
    assert (503, "text/html") == (page.status_code, page.mimetype)
    assert f'href="{prefix}{HERE}?next={wanted}"' in page.text.replace("%2F", "/")
    assert f'lang="{"cy" if prefix else "en-GB"}"' in page.text[:400]
    browsing.sign_in(seconds=10)
    browsing.gateway.app.extensions["isp-grants"]._refresh = _away
    page = browsing.get(wanted)
    assert 503 == page.status_code
    assert f'href="{prefix}{HERE}?next={wanted}"' in page.text.replace("%2F", "/")


def _away(_: str) -> dict[str, str]:
    raise SignInUnavailable("Away.")


@both
@pytest.mark.parametrize("path", ["/", "/sign-in-failed"])
def test_every_page_leads_there(browsing: Browsing, prefix: str, path: str) -> None:
    assert f'href="{prefix}{HERE}"' in browsing.get(prefix + path).text
