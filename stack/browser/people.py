"""People who sign in by clicking: through the platform's page and Keycloak's own."""

import re
from typing import Final

from playwright.sync_api import Page, expect

from stack.browser.clicks import button, follow
from stack.demo import Account, accounts

_SIZES: Final = (
    *("FEWER_THAN_TEN", "TENS", "HUNDREDS", "THOUSANDS"),
    *("TENS_OF_THOUSANDS", "HUNDREDS_OF_THOUSANDS", "MILLIONS"),
)
"""What a number of so many digits is called, from one on."""

_HALF_A_MINUTE: Final = 30_000


def sign_in(page: Page, name: str, gateway: str, *, path: str = "/account") -> None:
    """Sign in one of the demonstration's people, and end at a page of the platform."""
    page.goto(f"{gateway}{path}")
    answer_keycloak(page, accounts()[name], gateway)


def answer_keycloak(page: Page, account: Account, gateway: str) -> None:
    """Fill in whatever Keycloak asks, until it sends the browser back."""
    for _ in range(4):
        if page.url.startswith(gateway):
            break
        if page.locator("#otp").count():
            page.locator("#otp").fill(account.totp())
        else:
            if page.locator("#username").is_editable():
                page.locator("#username").fill(account.email)
            page.locator("#password").fill(account.password)
        follow(page.locator("[type=submit]").first)
    expect(page).to_have_url(re.compile(f"^{re.escape(gateway)}/"), timeout=_HALF_A_MINUTE)


def press_with_factor(page: Page, who: str, gateway: str, name: str) -> None:
    """Press a button; where a second factor is wanted, show it and press again."""
    follow(button(page, name))
    if not page.url.startswith(gateway):
        answer_keycloak(page, accounts()[who], gateway)
        follow(button(page, name))


def say_the_size(page: Page) -> None:
    """Say how many an alert reaches, as an approver does who reads the number above."""
    shown = page.locator("input[name=counted]")
    if shown.count():
        count = shown.input_value()
        size = "NOBODY" if count == "0" else _SIZES[len(count) - 1]
        page.locator(f"input[name=size][value={size}]").check()
