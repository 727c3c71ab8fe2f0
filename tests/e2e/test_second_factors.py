"""Second factors at the real Keycloak: what a password alone adds, and what a mailed link does.

`kc_action` in the address of a sign-in is Keycloak's own way to have somebody make a second factor.
It asks for no more than the sign-in itself does: docs/adr/0121.
"""

import base64
import json
import re
import time
from html import unescape
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit
from uuid import uuid4

import pyotp
import pytest
import requests
from keycloak import KeycloakAdmin

from stack.authenticator import Authenticator
from stack.demo import accounts
from stack.harness import Harness
from stack.postgres import connect
from stack.signin import SignInFailed
from stack.story import steps
from stack.story.front import AGAIN_SECONDS, Front, Person, eventually, link_in
from tests.e2e.test_realm import applied

pytestmark = pytest.mark.feature("F01")

CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWb3LVqN3TcwM"  # RFC 7636, appendix B
LOGIN_FORM = re.compile(r'<form[^>]*id="kc-form-login"[^>]*action="([^"]+)"')
ADDING = ("CONFIGURE_TOTP", "webauthn-register", "webauthn-register-passwordless")
MINE = "/v1/me/second-factors"


@pytest.fixture
def admin(platform: Harness) -> KeycloakAdmin:
    return KeycloakAdmin(
        server_url=f"http://localhost:{platform.port('keycloak')}",
        username="admin",
        password=platform.secret("keycloak_admin"),
        realm_name="isp",
        user_realm_name="master",
    )


@pytest.fixture(scope="module")
def owner(front: Front) -> Person:
    """Somebody who registered, with a password and nothing else."""
    return steps.register(front, lambda _said: None)


def clients(front: Front) -> list[tuple[str, str]]:
    """(client, where it sends people back to) of every client that signs people in."""
    own = f"{front.client.issuer}/account/"
    return [("isp-web", front.client.redirect_uri), ("account", own), ("account-console", own)]


def by_password(front: Front, client: tuple[str, str], email: str, **more: str) -> str:
    """Sign in with a password alone; return the page or the address where that ends."""
    session = requests.Session()
    query = {
        "client_id": client[0],
        "redirect_uri": client[1],
        "response_type": "code",
        "scope": "openid",
        "state": uuid4().hex,
        "code_challenge": CHALLENGE,
        "code_challenge_method": "S256",
    }

    def followed(answer: requests.Response) -> requests.Response:
        for cookie in session.cookies:
            cookie.secure = False  # as browsers do for localhost
        while answer.is_redirect and "code=" not in answer.headers["Location"]:
            there = urljoin(answer.url, answer.headers["Location"])
            answer = session.get(there, allow_redirects=False, timeout=20)
        return answer

    asked = f"{front.client.endpoint('auth')}?{urlencode(query | more)}"
    answer = followed(session.get(asked, allow_redirects=False, timeout=20))
    said = {"username": email, "password": steps.PASSWORD}
    for last in (False, True):
        form = LOGIN_FORM.search(answer.text)
        if form is None:
            break
        action = unescape(form.group(1))
        answer = followed(session.post(action, data=said, allow_redirects=False, timeout=20))
        if not last and LOGIN_FORM.search(answer.text):
            time.sleep(AGAIN_SECONDS)  # one behind another is refused: stack/story/front.py
    return answer.headers.get("Location", "") or answer.text


def kinds(admin: KeycloakAdmin, person: Person) -> list[str]:
    """What of somebody's Keycloak keeps."""
    subject = str(admin.get_user_id(person.name))
    return sorted(each["type"] for each in admin.get_credentials(subject))


@pytest.mark.parametrize("action", [*ADDING, "CONFIGURE_RECOVERY_AUTHN_CODES", "delete_credential"])
def test_a_password_alone_is_led_to_no_page_that_adds_a_second_factor(
    front: Front, admin: KeycloakAdmin, owner: Person, action: str
) -> None:
    """By no client: one is sent back signed in, as if the action had not been named."""
    for client in clients(front):
        ended = by_password(front, client, owner.name, kc_action=action)
        assert not re.search(r"kc-totp|registerWebAuthn|kc-recovery", ended), client
        back = parse_qs(urlsplit(ended).query)
        if client[0] == "account-console":
            assert "code=" not in ended  # it is shut
        else:
            assert "code" in back, (client, ended[:300])
            assert ["error"] == back.get("kc_action_status", ["error"])
    assert ["password"] == kinds(admin, owner)


def test_a_sign_in_that_asks_for_the_level_of_a_second_factor_makes_none(
    front: Front, admin: KeycloakAdmin, owner: Person
) -> None:
    ended = by_password(front, clients(front)[0], owner.name, acr_values="aal2")
    assert "code=" not in ended
    assert not re.search(r"kc-totp|registerWebAuthn", ended)
    assert ["password"] == kinds(admin, owner)


def test_the_test_would_see_the_hole_if_the_realm_had_it(
    front: Front, platform: Harness, admin: KeycloakAdmin, owner: Person
) -> None:
    """The control: with the actions open, as they were, a password leads to the page that adds."""
    try:
        for action in ADDING[:2]:
            there = dict(admin.get_required_action_by_alias(action) or {})
            admin.update_required_action(action, {**there, "enabled": True})
        for action, seen in zip(ADDING, ("kc-totp", "registerWebAuthn"), strict=False):
            ended = by_password(front, clients(front)[0], owner.name, kc_action=action)
            assert seen in ended
    finally:
        applied(platform)
    ended = by_password(front, clients(front)[0], owner.name, kc_action=ADDING[0])
    assert "kc-totp" not in ended


def test_keycloaks_own_page_of_an_account_takes_no_token_of_a_sign_in(
    front: Front, owner: Person
) -> None:
    """Neither lists nor removes a second factor by a password."""
    answer = requests.get(
        f"{front.client.issuer}/account/credentials",
        headers={"Authorization": f"Bearer {owner.tokens.access}", "Accept": "application/json"},
        timeout=20,
    )
    assert 401 == answer.status_code


def link_of(front: Front, person: Person, number: int) -> str:
    """Ask for a link, and take it out of the mail."""
    front.ask("POST", f"{MINE}/link", by=person, expect=204)
    link = link_in(front.wait_for_mail(person.name, number))
    return parse_qs(urlsplit(link).query)["token"][0]


def app_of(begun: dict[str, str]) -> pyotp.TOTP:
    """The app that was given this."""
    return pyotp.TOTP(parse_qs(urlsplit(begun["address"]).query)["secret"][0])


def add_app(front: Front, person: Person, name: str, **link: str) -> tuple[str, str]:
    """Add an app, and return its id and its raw secret."""
    begun = front.ask("POST", f"{MINE}/app/options", by=person, body=link).json()
    said = {"name": name, "secret": begun["secret"], "challenge": begun["challenge"]}
    body = said | {"code": app_of(begun).now()} | link
    made = front.ask("POST", f"{MINE}/app", by=person, body=body, expect=201).json()
    return made["factor_id"], begun["secret"]


@pytest.fixture
def with_an_app(front: Front) -> tuple[Person, str, str]:
    """Somebody who added an app by the link of a mail: their id of it, and the raw secret."""
    person = steps.register(front, lambda _said: None)
    front.ask("POST", f"{MINE}/app/options", by=person, body={}, expect=403)
    factor_id, secret = add_app(front, person, "Work phone", link=link_of(front, person, 4))
    return person, factor_id, secret


def proved(front: Front, person: Person, secret: str) -> Person:
    """Sign in with the second factor."""
    return front._signed_in(person.name, person.name, steps.PASSWORD, secret, "aal2")


def test_a_first_comes_by_the_link_another_by_it_and_each_can_go(
    front: Front, admin: KeycloakAdmin, with_an_app: tuple[Person, str, str]
) -> None:
    person, app_id, secret = with_an_app
    assert "Work phone" in front.wait_for_mail(person.name, 5)
    assert ["otp", "password"] == kinds(admin, person)
    front.ask("POST", f"{MINE}/link", by=person, expect=409)
    front.ask("POST", f"{MINE}/key/options", by=person, body={}, expect=401)

    strong = proved(front, person, secret)
    options = front.ask("POST", f"{MINE}/key/options", by=strong, body={}).json()
    key = Authenticator(origin=front.gateway, party=options["rp"]["id"])
    said = json.loads(key.made(json.dumps(options)))
    made = front.ask(
        "POST", f"{MINE}/key", by=strong, body={"name": "Blue key", "credential": said}, expect=201
    ).json()
    found = front.ask("GET", MINE, by=person).json()["factors"]
    assert [("APP", "Work phone"), ("KEY", "Blue key")] == [
        (each["kind"], each["name"]) for each in found
    ]
    assert ["otp", "password", "webauthn"] == kinds(admin, person)

    front.ask("DELETE", f"{MINE}/{app_id}", by=person, expect=401)
    front.ask("DELETE", f"{MINE}/{app_id}", by=strong, expect=204)
    assert "Work phone" in front.wait_for_mail(person.name, 7)
    assert ["password", "webauthn"] == kinds(admin, person)
    eventually(
        lambda: front.status("GET", "/v1/me", by=strong),
        lambda status: status == 401,
        10,
        "the end of every sign-in",
    )
    assert made["factor_id"]


def test_the_watch_takes_no_alarm_at_what_identity_adds(
    front: Front, with_an_app: tuple[Person, str, str]
) -> None:
    """It would end the sign-in that added it, and tell of credentials that changed."""
    person, _, _ = with_an_app
    time.sleep(5)  # the watch looks each two seconds
    assert 200 == front.status("GET", "/v1/me", by=person)


def test_two_officers_begin_a_reset_and_its_person_stops_it(
    front: Front, with_an_app: tuple[Person, str, str]
) -> None:
    person, _, _ = with_an_app
    first, second = front.sign_in_demo("verifier"), front.sign_in_demo("verifier2")
    body = {"email": person.name, "reason": "Called back at the switchboard."}
    made = front.ask("POST", "/v1/second-factor-resets", by=first, body=body, expect=201).json()
    confirm = f"/v1/second-factor-resets/{made['reset_id']}/confirmation"
    front.ask("POST", confirm, by=first, expect=403)
    assert front.ask("POST", confirm, by=second).json()["due_at"]
    assert front.ask("GET", MINE, by=person).json()["reset_due_at"]
    front.ask("DELETE", f"{MINE}/reset", by=person, expect=204)
    assert not front.ask("GET", MINE, by=person).json()["reset_proposed"]


RESET_SECONDS = 90
"""A look for resets whose hour has come, once a minute, and its work."""


def test_a_reset_takes_every_factor_after_a_day_and_its_person_begins_anew(
    front: Front,
    platform: Harness,
    admin: KeycloakAdmin,
    with_an_app: tuple[Person, str, str],
) -> None:
    """The day is let pass in the record. Before, and for others, nothing is taken away."""
    person, app_id, secret = with_an_app
    first, second = front.sign_in_demo("verifier"), front.sign_in_demo("verifier2")
    strong = proved(front, person, secret)
    body = {"email": person.name, "reason": "Called back at the switchboard."}
    made = front.ask("POST", "/v1/second-factor-resets", by=first, body=body, expect=201).json()
    front.ask("POST", f"/v1/second-factor-resets/{made['reset_id']}/confirmation", by=second)
    others = admin.get_credentials(accounts()["verifier"].subject)
    let_a_day_pass(platform, made["reset_id"])
    eventually(
        lambda: kinds(admin, person),
        lambda found: found == ["password"],
        RESET_SECONDS,
        "the factors' end at Keycloak",
    )
    assert others == admin.get_credentials(accounts()["verifier"].subject)
    eventually(
        lambda: front.status("GET", "/v1/me", by=strong),
        lambda status: status == 401,
        10,
        "the end of every sign-in",
    )
    for number in (6, 7, 8):  # that it was proposed, confirmed, done
        assert "second factor" in front.wait_for_mail(person.name, number)
    again = front.sign_in_demo("verifier")
    waiting = front.ask("GET", "/v1/second-factor-resets", by=again).json()["resets"]
    assert made["reset_id"] not in [each["reset_id"] for each in waiting]
    with pytest.raises(SignInFailed):
        proved(front, person, secret)

    anew = front.sign_in(person.name, steps.PASSWORD)
    assert [] == front.ask("GET", MINE, by=anew).json()["factors"]
    front.ask("POST", f"{MINE}/app/options", by=anew, body={}, expect=403)
    new_id, new_secret = add_app(front, anew, "New phone", link=link_of(front, anew, 9))
    assert new_id != app_id
    assert new_secret != secret
    assert "aal2" == claims(proved(front, person, new_secret).tokens.access)["acr"]
    with pytest.raises(SignInFailed):
        proved(front, person, secret)


def let_a_day_pass(platform: Harness, reset_id: str) -> None:
    """Bring the hour of a confirmed reset forward by the day that it waits."""
    with connect(platform.port("postgres"), platform.secret("postgres"), "identity") as record:
        done = record.execute(
            "UPDATE factor_resets SET due_at = due_at - interval '24 hours'"
            " WHERE reset_id = %s AND due_at > now() + interval '23 hours'",
            [reset_id],
        )
    assert 1 == done.rowcount


def claims(token: str) -> dict[str, object]:
    said: dict[str, object] = json.loads(base64.urlsafe_b64decode(token.split(".")[1] + "=="))
    return said


def test_keycloak_asks_for_what_was_added(
    front: Front, with_an_app: tuple[Person, str, str]
) -> None:
    person, _, secret = with_an_app
    assert "aal2" == claims(proved(front, person, secret).tokens.access)["acr"]
