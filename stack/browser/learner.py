"""What somebody who takes a course clicks, from the course's page on."""

from playwright.sync_api import Page as Tab

from stack.browser.clicks import follow


def asked(tab: Tab) -> None:
    """Enrol where that is needed, and begin the first module that is not passed, or go on."""
    if tab.locator("main form button").count():
        _press(tab, "main form button")
    _press(tab, ".govuk-task-list__item:not(:has(.govuk-tag--green)) a")
    _press(tab, "main .govuk-button")


def asked_and_left_out(tab: Tab) -> None:
    """Answer only the first question, and hand in."""
    asked(tab)
    tab.locator("main fieldset input").first.check()
    _press(tab, "main form button")


def marked(tab: Tab) -> None:
    """Answer as somebody who read nothing, and hand in."""
    asked(tab)
    for group in tab.locator("main fieldset").all():
        for each in group.locator("input[type=checkbox], input[type=radio]").all():
            each.check()
    _press(tab, "main form button")


def pasted(tab: Tab) -> None:
    """Paste what is not a credential."""
    tab.fill("#shown", "eyJhbGciOiJSUzI1NiJ9.e30.bm90IGEgc2lnbmF0dXJl")
    _press(tab, "main form button")


def _press(tab: Tab, what: str) -> None:
    follow(tab.locator(what).first)
