"""Keycloak's own pages look and read like ours, and lead to a second factor, in a real browser."""

import re
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from stack.browser.clicks import follow
from stack.demo import authenticator
from stack.story import steps
from stack.story.front import AGAIN_SECONDS, Front
from tests.e2e.pages.conftest import Visit, Visiting
from tests.e2e.pages.test_accessibility import RULES
from tests.e2e.test_second_factors import add_app, link_of

pytestmark = pytest.mark.feature("F01")

CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWb3LVqN3TcwM"  # RFC 7636, appendix B


def asking(front: Front, **more: str) -> str:
    """Where a browser is sent to sign in."""
    query = {
        "client_id": front.client.client_id,
        "redirect_uri": front.client.redirect_uri,
        "response_type": "code",
        "scope": "openid",
        "state": uuid4().hex,
        "code_challenge": CHALLENGE,
        "code_challenge_method": "S256",
    }
    return f"{front.client.endpoint('auth')}?{urlencode(query | more)}"


def sound(visit: Visit) -> None:
    """No fault of accessibility, no sideways scrolling, no complaint of the policy."""
    tab = visit.tab
    found = Axe().run(tab, options=RULES).response["violations"]
    assert [] == [(each["id"], [node["html"] for node in each["nodes"]]) for each in found]
    width = tab.viewport_size["width"]
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    assert [] == visit.complaints


def sign_in(tab: Page, email: str, password: str = steps.PASSWORD) -> None:
    tab.locator("#username").fill(email)
    tab.locator("#password").fill(password)
    follow(tab.locator("#kc-login"))


def sign_in_with_more(tab: Page, email: str) -> None:
    """Sign in who has a second factor, and be asked for it.

    Right behind a sign-in that went well Keycloak may refuse the next: stack/story/front.py.
    """
    sign_in(tab, email)
    if tab.locator("#password").count():
        tab.wait_for_timeout(AGAIN_SECONDS * 1000)
        sign_in(tab, email)


def came_back(tab: Page, gateway: str) -> None:
    """Keycloak sent the browser back with a code: that it is not the gateway's is its business."""
    expect(tab).to_have_url(re.compile(rf"^{re.escape(gateway)}/"), timeout=30_000)


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
@pytest.mark.parametrize(
    ("language", "heading"), [("en", "Sign in"), ("cy", "Mewngofnodi")], ids=["en", "cy"]
)
def test_signing_in_reads_like_our_pages(
    front: Front, visiting: Visiting, language: str, heading: str, *, phone: bool
) -> None:
    visit = visiting(phone=phone)
    tab = visit.tab
    tab.goto(asking(front, ui_locales=language))
    expect(tab.get_by_role("heading", level=1)).to_have_text(heading)
    assert language == tab.locator("html").get_attribute("lang")
    assert 0 == tab.locator("a[href*='registrations']").count()
    sound(visit)
    sign_in(tab, "nobody@nowhere.example", "not a password")
    expect(tab.locator("#input-error")).to_be_visible()
    sound(visit)


def test_a_wrong_password_and_an_address_that_nobody_has_read_the_same(
    front: Front, visiting: Visiting
) -> None:
    tab = visiting().tab
    said = []
    for email in ("member@retail.example", "nobody@retail.example"):
        tab.goto(asking(front))
        sign_in(tab, email, "not the password")
        said.append(tab.locator("#input-error").inner_text())
    assert said[0] == said[1]


def test_recovery_says_the_same_for_every_address(front: Front, visiting: Visiting) -> None:
    known = steps.register(front, lambda _said: None).name
    visit, said = visiting(), []
    for email in (known, f"nobody-{uuid4().hex[:8]}@nowhere.example"):
        visit.tab.goto(asking(front))
        follow(visit.tab.get_by_role("link", name="Forgotten your password?"))
        sound(visit)
        visit.tab.locator("#username").fill(email)
        follow(visit.tab.get_by_role("button", name="Continue"))
        said.append(visit.tab.locator(".isp-message").inner_text())
    assert said[0] == said[1]
    assert "asked to set a new password" in front.wait_for_mail(known, 4)


def test_an_error_is_said_plainly(front: Front, visiting: Visiting) -> None:
    visit = visiting(phone=True)
    visit.tab.goto(f"{front.client.endpoint('auth')}?client_id=none")
    expect(visit.tab.get_by_role("heading", level=1)).to_have_text("Something is not right")
    sound(visit)


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_the_code_of_an_authenticator_app_is_asked_for(
    front: Front, visiting: Visiting, *, phone: bool
) -> None:
    person = steps.register(front, lambda _said: None)
    _, secret = add_app(front, person, "Phone", link=link_of(front, person, 4))
    visit = visiting(phone=phone)
    tab = visit.tab
    tab.goto(asking(front, acr_values="aal2"))
    sign_in_with_more(tab, person.name)
    expect(tab.locator("#otp")).to_be_visible()
    sound(visit)
    tab.locator("#otp").fill("000000")
    follow(tab.locator("#kc-login"))
    expect(tab.locator("#input-error-otp-code")).to_be_visible()
    tab.locator("#otp").fill(authenticator(secret).now())
    follow(tab.locator("#kc-login"))
    came_back(tab, front.gateway)
