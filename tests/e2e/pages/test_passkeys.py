"""Officers come in by a passkey in a real browser, by a virtual authenticator, without Keycloak."""

from typing import Any
from urllib.parse import parse_qsl
from uuid import uuid4

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Request, expect

from stack.browser.chromium import new_context
from stack.browser.clicks import button, follow
from stack.browser.passkeys import NEW, VirtualAuthenticator, add_passkey, show_second_factor
from stack.browser.people import answer_keycloak, press_with_factor, say_the_size
from stack.demo import accounts
from stack.demo_content.templates import publish_templates
from stack.harness import Harness
from stack.story.following import withdraw
from stack.story.front import Front, eventually
from stack.story.steps import an_alert, submitted_alert
from tests.e2e.pages.conftest import Visit, Visiting
from tests.e2e.pages.test_accessibility import RULES
from tests.e2e.test_degradation import dead

HERE = "/sign-in/passkey"
DESK = "/desk/alerts"
Held = list[dict[str, Any]]

UNVERIFIED = """
const { get, create } = CredentialsContainer.prototype;
CredentialsContainer.prototype.get = function (options) {
  options.publicKey.userVerification = "discouraged";
  return get.call(this, options);
};
CredentialsContainer.prototype.create = async function (options) {
  const made = await create.call(this, options);
  const party = new TextEncoder().encode(options.publicKey.rp.id);
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", party));
  const bytes = new Uint8Array(made.response.attestationObject);
  const at = bytes.findIndex((_, from) => hash.every((each, next) => bytes[from + next] === each));
  bytes[at + 32] &= ~0x04;
  Object.defineProperty(made.response, "attestationObject", { value: bytes.buffer });
  return made;
};
"""
"""A browser that asks for no verification, and says so of what it made: nothing is signed there."""


@pytest.fixture(scope="module")
def held(chromium: Browser, front: Front) -> Held:
    """What the duty officer's key holds, made by the page."""
    context = new_context(chromium)
    visit = Visit(context, front.gateway)
    kept = add_passkey(visit.tab, "duty", front.gateway, name=f"Key {uuid4().hex[:6]}")
    assert [] == visit.complaints
    context.close()
    return kept


def press(tab: Page, name: str) -> None:
    tab.get_by_role("button", name=name, exact=True).click()


def come_in(tab: Page) -> None:
    press(tab, "Sign in by passkey")
    expect(tab.get_by_text("You came in by a passkey")).to_be_visible(timeout=30_000)


def fields_of(request: Request) -> dict[str, str]:
    return dict(parse_qsl(request.post_data or "", keep_blank_values=True))


def caught(tab: Page, path: str, button: str) -> dict[str, str]:
    """Press a button, and keep what the form would send from our server."""
    seen: list[dict[str, str]] = []

    def keep(route: Any) -> None:
        if route.request.method == "POST":
            seen.append(fields_of(route.request))
            route.abort()
        else:
            route.continue_()

    tab.route(f"**{path}", keep)
    press(tab, button)
    eventually(lambda: (tab.wait_for_timeout(50), list(seen))[1], bool, 10, "the form")
    tab.unroute(f"**{path}")
    return seen[0]


def token_of(visit: Visit, path: str) -> str:
    return visit.open(path).locator("form[data-passkey] [name=csrf_token]").input_value()


@pytest.mark.feature("F01")
def test_a_passkey_is_listed_and_one_that_was_removed_opens_nothing_any_more(
    visiting: Visiting, front: Front
) -> None:
    owner, door, name = visiting(), visiting(), f"Key {uuid4().hex[:6]}"
    kept = add_passkey(owner.tab, "approver2", front.gateway, name=name)
    VirtualAuthenticator(door.tab).holding(kept)
    door.open(HERE)
    come_in(door.tab)
    expect(door.tab).to_have_url(f"{door.gateway}{DESK}")
    tab = owner.open("/account/passkeys")
    shown = tab.get_by_role("heading", name=name).locator("xpath=following-sibling::dl[1]")
    expect(shown).not_to_contain_text("never")
    follow(tab.get_by_role("link", name=f"Remove {name}"))
    expect(tab.get_by_role("heading", name=name)).to_be_visible()
    press_with_factor(tab, "approver2", owner.gateway, "Remove")
    expect(tab.get_by_role("heading", name="The passkey is removed")).to_be_visible()
    expect(tab.get_by_role("link", name="Sign in", exact=True)).to_be_visible()

    # Whoever came in by it is nobody within about a second.
    def desk() -> bool:
        door.open(DESK)
        return bool(door.tab.get_by_text("The token is no good").count())

    eventually(desk, bool, 10, "the end of the sign-in")
    door.open(HERE)
    press(door.tab, "Sign in by passkey")
    expect(door.tab.get_by_role("alert")).to_contain_text("may have been removed")
    assert [] == owner.complaints + door.complaints


def test_a_key_that_does_not_verify_its_user_signs_nobody_in_and_is_not_kept(
    visiting: Visiting, held: Held
) -> None:
    """The browser refuses it; where the browser is made to take it, identity does."""
    honest = visiting()
    VirtualAuthenticator(honest.tab, verifies=False).holding(held)
    tab = honest.open(HERE)
    press(tab, "Sign in by passkey")
    expect(tab.get_by_text("It was cancelled, took too long")).to_be_visible(timeout=30_000)
    made = visiting()
    made.context.add_init_script(UNVERIFIED)
    VirtualAuthenticator(made.tab, verifies=False).holding(held)
    tab = made.open(HERE)
    press(tab, "Sign in by passkey")
    expect(tab.get_by_role("alert")).to_contain_text("The passkey cannot be used.")
    maker = visiting()
    maker.context.add_init_script(UNVERIFIED)
    tab = maker.open(NEW)
    show_second_factor(tab, "duty")
    VirtualAuthenticator(tab)
    tab.get_by_label("What you call it").fill("Unverified")
    press(tab, "Add a passkey")
    expect(tab.get_by_role("alert")).to_contain_text("The passkey cannot be used.")
    expect(tab.get_by_label("What you call it")).to_have_value("Unverified")


def test_an_answer_is_good_in_its_own_browser_once_and_for_its_own_person(
    visiting: Visiting, held: Held
) -> None:
    visit, other = visiting(), visiting()
    VirtualAuthenticator(visit.tab).holding(held)
    said = caught(visit.open(HERE), HERE, "Sign in by passkey")
    theirs = token_of(other, HERE)
    send = other.context.request.post
    # Another browser's token with this cookie; then with this one's own, twice.
    for token, status in ((said["csrf_token"], 400), ("", 400)):
        form = said | {"csrf_token": token}
        assert status == send(f"{other.gateway}{HERE}", form=form, max_redirects=0).status
    mine = visit.context.request.post
    assert 302 == mine(f"{visit.gateway}{HERE}", form=said, max_redirects=0).status, "the control"
    again = said | {"csrf_token": theirs}
    assert 401 == send(f"{other.gateway}{HERE}", form=again, max_redirects=0).status, "used"

    maker = visiting()
    VirtualAuthenticator(maker.tab)
    tab = maker.open(NEW)
    show_second_factor(tab, "duty")
    tab.get_by_label("What you call it").fill("Of the duty officer")
    made = caught(tab, NEW, "Add a passkey")
    thief = visiting()
    show_second_factor(thief.open(NEW), "approver")
    stolen = made | {
        "csrf_token": thief.tab.locator("form[data-passkey] [name=csrf_token]").input_value()
    }
    refused = thief.context.request.post(f"{thief.gateway}{NEW}", form=stolen, max_redirects=0)
    assert (401, True) == (refused.status, "The passkey cannot be used." in refused.text())


def test_every_way_to_fail_says_what_else_to_do(visiting: Visiting, held: Held) -> None:
    visit = visiting()
    tab = visit.open(HERE)
    expect(tab.get_by_text("This device keeps no passkeys itself.")).to_be_visible()
    tab.route("**/v1/passkey-sessions/options", lambda route: route.abort())
    press(tab, "Sign in by passkey")
    expect(tab.get_by_text("We could not be reached")).to_be_visible()
    expect(
        tab.get_by_text("call a colleague who approves alerts").locator("visible=true")
    ).to_have_count(1)
    tab.unroute("**/v1/passkey-sessions/options")

    empty = visiting()
    VirtualAuthenticator(empty.tab)
    tab = empty.open(HERE)
    press(tab, "Sign in by passkey")
    expect(tab.get_by_text("there is no passkey of yours")).to_be_visible(timeout=30_000)
    expect(tab.get_by_role("button", name="Sign in by passkey")).to_be_visible()

    unable = visiting()
    unable.context.add_init_script("delete window.PublicKeyCredential")
    expect(unable.open(HERE).get_by_text("This browser has no passkeys")).to_be_visible()
    expect(unable.tab.get_by_role("button", name="Sign in by passkey")).to_have_count(0)

    elsewhere = visiting()
    elsewhere.tab.goto(elsewhere.gateway.replace("localhost", "127.0.0.1") + HERE)
    press(elsewhere.tab, "Sign in by passkey")
    link = elsewhere.tab.get_by_role("link", name=f"Go to {visit.gateway}")
    expect(link).to_have_attribute("href", f"{visit.gateway}{HERE}")


def test_keycloak_asks_for_all_anew_where_a_factor_must_be_fresher_than_its_own_rule(
    visiting: Visiting, front: Front
) -> None:
    """Without that it takes one of a quarter of an hour again: the control."""
    visit = visiting()
    show_second_factor(visit.open(NEW), "approver")
    expect(visit.tab.get_by_role("heading", name="Add a passkey")).to_be_visible()
    visit.tab.wait_for_timeout(2_000)
    visit.open(f"/auth/sign-in?next={NEW}&acr=aal2")
    expect(visit.tab).to_have_url(f"{visit.gateway}{NEW}")
    visit.open(f"/auth/sign-in?next={NEW}&acr=aal2&max_age=1")
    visit.tab.locator("#password").fill(accounts()["approver"].password)
    follow(visit.tab.locator("[type=submit]").first)
    expect(visit.tab.locator("#otp")).to_be_visible()
    answer_keycloak(visit.tab, accounts()["approver"], visit.gateway)
    expect(visit.tab).to_have_url(f"{visit.gateway}{NEW}")


def test_making_one_twice_or_too_late_says_so(visiting: Visiting, held: Held) -> None:
    tab = visiting().open(NEW)
    show_second_factor(tab, "duty")
    VirtualAuthenticator(tab).holding(held)
    press(tab, "Add a passkey")
    expect(tab.get_by_role("alert")).to_contain_text("What you call it: this is needed")
    tab.get_by_label("What you call it").fill("Again")
    press(tab, "Add a passkey")
    expect(tab.get_by_text("keeps a passkey of yours already")).to_be_visible()
    tab.evaluate("performance.now = () => 299_000")
    press(tab, "Add a passkey")
    expect(tab.get_by_text("This page was open for too long.")).to_be_visible()
    follow(tab.get_by_role("link", name="Begin again"))
    expect(tab.get_by_role("button", name="Add a passkey")).to_be_visible()


def test_without_javascript_the_page_says_why_it_cannot_and_what_else_to_do(
    visiting: Visiting,
) -> None:
    tab = visiting(scripts=False).open(HERE)
    expect(tab.get_by_text("This needs JavaScript")).to_be_visible()
    expect(tab.get_by_role("button", name="Sign in by passkey")).to_have_count(0)
    expect(tab.get_by_role("link", name="Sign in the usual way")).to_be_visible()


@pytest.mark.feature("F11")
@pytest.mark.feature("F29")
@pytest.mark.timeout(400)  # Keycloak is started anew
def test_with_keycloak_dead_an_officer_approves_and_warns_alone_by_a_passkey(
    visiting: Visiting, front: Front, platform: Harness, held: Held
) -> None:
    headline = f"Demonstration {uuid4().hex[:8]}"
    waiting = submitted_alert(front, front.sign_in_demo("author"), an_alert(headline))
    publish_templates(front)
    duty = front.sign_in_demo("duty")
    found = front.ask("GET", "/v1/alert-templates", by=duty).json()["templates"]
    template = next(each for each in found if each["content"]["name"] == "Stay inside")
    visit = visiting()
    VirtualAuthenticator(visit.tab).holding(held)
    with dead(platform, "keycloak"):
        tab = visit.open(f"{DESK}/{waiting['alert_id']}")
        expect(tab.get_by_text("Sign-in is away for a moment.")).to_be_visible()
        assert [] == Axe().run(tab, options=RULES).response["violations"]
        follow(tab.get_by_role("link", name="Sign in by passkey", exact=True))
        come_in(tab)
        expect(tab).to_have_url(f"{visit.gateway}{DESK}/{waiting['alert_id']}")
        say_the_size(tab)
        follow(tab.locator("main button[value=approve]"))
        expect(tab.get_by_text("The alert is issued.")).to_be_visible()
        assert "ISSUED" == front.ask("GET", f"/v1/alerts/{waiting['alert_id']}").json()["status"]

        visit.open(f"/desk/templates/{template['template_id']}")
        tab.locator("#place").select_option("bath")
        tab.locator("#reason").fill("Demonstration: nobody else is here.")
        follow(tab.locator("main button[value=break]"))
        expect(tab.get_by_text("The alert is issued. A colleague must review it.")).to_be_visible()
        alone = tab.url.rpartition("/")[2]
        assert "ISSUED" == front.ask("GET", f"/v1/alerts/{alone}").json()["status"]

        visit.open("/account")
        expect(tab.get_by_role("heading", name="Not by a passkey")).to_be_visible()
        assert [] == Axe().run(tab, options=RULES).response["violations"]
        follow(button(tab, "Sign out"))
        expect(tab).to_have_url(f"{visit.gateway}/")
        visit.open(DESK)
        expect(tab.get_by_text("Sign-in is away for a moment.")).to_be_visible()
    approver = front.sign_in_demo("approver")
    for alert in (waiting["alert_id"], alone):
        withdraw(front, approver, alert)
    assert [] == visit.complaints
