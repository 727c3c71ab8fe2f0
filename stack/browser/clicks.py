"""Clicks that lead to another page, and wait for it."""

from typing import Final

from playwright.sync_api import Locator, Page

_HALF_A_MINUTE: Final = 30_000


def follow(what: Locator) -> None:
    """Click what leads to a page, and return when that page is loaded.

    Playwright's own click waits for a page only if that began to come while it clicked, which it
    need not on a busy machine: who looks at once then sees the page that is about to go, and a
    script that runs in it dies with it. A form that comes back at the same address is a new page
    too. Not for what a script answers on the page itself, nor for a file that is kept.

    Raises:
        TimeoutError: no page came within half a minute.
    """
    with what.page.expect_navigation(timeout=_HALF_A_MINUTE):
        what.click()


def button(tab: Page, name: str) -> Locator:
    """Return a button by all its words."""
    return tab.get_by_role("button", name=name, exact=True)
