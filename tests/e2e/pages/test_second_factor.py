"""Somebody adds second factors on our page, comes in by each at Keycloak's, and removes one."""

import os
import re
from pathlib import Path

import pyotp
import pytest
from playwright.sync_api import Page, expect

from stack.browser.clicks import follow
from stack.browser.passkeys import VirtualAuthenticator
from stack.story import steps
from stack.story.front import Front, link_in
from tests.e2e.pages.conftest import Visit, Visiting
from tests.e2e.pages.test_keycloak_pages import asking, came_back, sign_in, sound

pytestmark = pytest.mark.feature("F01")

HERE = "/account/second-factor"


def picture(visit: Visit, name: str) -> None:
    """Check a page, and keep a picture of it where somebody wants to look."""
    sound(visit)
    if pictures := os.environ.get("ISP_PICTURES"):
        visit.tab.screenshot(path=Path(pictures) / f"{name}.png", full_page=True)


def give_code(tab: Page, secret: str) -> None:
    """Answer Keycloak with what the app shows."""
    tab.locator("#otp").fill(pyotp.TOTP(secret).now())
    follow(tab.locator("#kc-login"))


def add_app(front: Front, visit: Visit, email: str) -> str:
    """Add an app by the link of a mail, and return its secret."""
    tab = visit.tab
    expect(tab.get_by_text("You have none yet.")).to_be_visible()
    expect(tab.get_by_role("button", name="Set up an authenticator app")).to_have_count(0)
    picture(visit, "second-factor-none")
    follow(tab.get_by_role("button", name="Mail me a link"))
    expect(tab.get_by_text("We mailed you a link.")).to_be_visible()
    tab.goto(link_in(front.wait_for_mail(email, 4)))
    expect(tab).to_have_url(f"{front.gateway}{HERE}")
    follow(tab.get_by_role("button", name="Set up an authenticator app"))
    expect(tab.get_by_role("img", name="What the app scans.")).to_be_visible()
    picture(visit, "second-factor-app")
    secret = tab.locator(".isp-secret").inner_text().replace(" ", "")
    tab.get_by_label("The six digits that the app shows").fill("000000")
    tab.get_by_label("What you call it").fill("Work phone")
    follow(tab.get_by_role("button", name="Add the app"))
    expect(tab.get_by_text("It cannot be used.").first).to_be_visible()
    picture(visit, "second-factor-app-wrong")
    tab.get_by_label("The six digits that the app shows").fill(pyotp.TOTP(secret).now())
    follow(tab.get_by_role("button", name="Add the app"))
    expect(tab.get_by_text("Your second factor is set up.")).to_be_visible()
    return secret


def add_key(visit: Visit, secret: str) -> VirtualAuthenticator:
    """Add a key, which asks for the app first, and return it."""
    tab = visit.tab
    follow(tab.get_by_role("button", name="Set up a security key or passkey"))
    give_code(tab, secret)
    expect(tab.get_by_role("heading", level=1)).to_have_text("Set up a security key or passkey")
    picture(visit, "second-factor-key")
    key = VirtualAuthenticator(tab)
    tab.reload()  # the page looks at what the browser has when it is opened
    tab.get_by_label("What you call it").fill("Blue key")
    tab.get_by_role("button", name="Add the key").click()  # a script asks the key first
    expect(tab.get_by_text("Your second factor is set up.")).to_be_visible()
    assert 1 == len(key.passkeys())
    return key


def test_an_app_and_a_key_are_added_used_and_removed(front: Front, visiting: Visiting) -> None:
    email = steps.register(front, lambda _said: None).name
    visit = visiting()
    tab = visit.tab
    tab.goto(f"{front.gateway}{HERE}")
    sign_in(tab, email)
    secret = add_app(front, visit, email)
    key = add_key(visit, secret)
    expect(tab.get_by_role("heading", name="Work phone")).to_be_visible()
    expect(tab.get_by_role("heading", name="Blue key")).to_be_visible()
    picture(visit, "second-factor-two")
    tab.goto(f"{front.gateway}/cy{HERE}")
    expect(tab.get_by_role("heading", level=1)).to_have_text("Ail ffactor")
    picture(visit, "second-factor-cy")

    tab.goto(f"{front.gateway}{HERE}")
    follow(tab.get_by_role("link", name="Remove Work phone"))
    picture(visit, "second-factor-remove")
    follow(tab.get_by_role("button", name="Remove"))
    expect(tab.get_by_role("heading", level=1)).to_have_text("The second factor is removed")
    picture(visit, "second-factor-removed")

    visit.context.clear_cookies()
    tab.goto(asking(front, acr_values="aal2"))
    sign_in(tab, email)
    expect(tab.locator("#password")).to_have_count(0)  # its page has such a button too
    expect(tab.locator("#authenticateWebAuthnButton")).to_be_visible()
    sound(visit)
    tab.locator("#authenticateWebAuthnButton").click()
    came_back(tab, front.gateway)
    assert 1 == len(key.passkeys())


def test_a_link_is_good_in_its_owners_browser_alone(front: Front, visiting: Visiting) -> None:
    """Whoever reads the mail, and is signed in as somebody else, adds nothing by it."""
    owner, other = (steps.register(front, lambda _said: None).name for _ in range(2))
    theirs = visiting()
    theirs.tab.goto(f"{front.gateway}{HERE}")
    sign_in(theirs.tab, owner)
    follow(theirs.tab.get_by_role("button", name="Mail me a link"))
    link = link_in(front.wait_for_mail(owner, 4))
    mine = visiting()
    mine.tab.goto(link)
    sign_in(mine.tab, other)
    follow(mine.tab.get_by_role("button", name="Set up an authenticator app"))
    expect(mine.tab.get_by_text("Open the newest link that we mailed")).to_be_visible()
    expect(mine.tab).to_have_url(re.compile(rf"{HERE}$"))
