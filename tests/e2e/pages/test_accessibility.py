"""axe-core finds no violation of WCAG 2.2 AA on any page, in either language."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser
from playwright.sync_api import Page as Tab

from stack.browser.chromium import DESKTOP, PHONE, new_context
from stack.browser.pages import PAGES
from stack.browser.people import sign_in
from stack.story.front import Front

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
Tabs = Callable[[str | None], Tab]

EVERY_PAGE = [(page, code) for page in PAGES for code in ("en", *(["cy"] if page.welsh else []))]


@pytest.fixture(scope="module")
def tabs(chromium: Browser, front: Front) -> Iterator[Tabs]:
    """A browser for each person of the table, signed in once, and its one tab.

    Opening a tab, with a process of its own, costs twice as much as loading a page into one.
    """
    made: dict[str | None, Tab] = {}

    def of(who: str | None) -> Tab:
        if who not in made:
            made[who] = new_context(chromium).new_page()
            if who:
                sign_in(made[who], who, front.gateway)
        return made[who]

    yield of
    for tab in made.values():
        tab.context.close()


@dataclass(frozen=True, slots=True)
class Shown:
    """A page as a browser shows it: loading it takes longer than looking at it, twice."""

    tab: Tab
    language: str


@pytest.fixture(scope="module", params=EVERY_PAGE, ids=lambda each: f"{each[0]}-{each[1]}")
def shown(
    tabs: Tabs, front: Front, stage: dict[str, str], request: pytest.FixtureRequest
) -> Iterator[Shown]:
    """Each page in turn: pytest runs the tests of one before it loads the next.

    Whoever does something on a page has a tab of their own for it, which keeps what they did.
    """
    page, language = request.param
    tab = tabs(page.who).context.new_page() if page.act else tabs(page.who)
    tab.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})
    tab.goto(f"{front.gateway}{page.address(stage, language)}")
    if page.act:
        page.act(tab)
    yield Shown(tab, language)
    if page.act:
        tab.close()


def test_axe_finds_nothing(shown: Shown) -> None:
    found = Axe().run(shown.tab, options=RULES | {"resultTypes": ["violations"]})
    assert [] == [
        (each["id"], [node["html"][:150] for node in each["nodes"]])
        for each in found.response["violations"]
    ]
    lang = "cy" if shown.language == "cy" else "en-GB"
    assert lang == shown.tab.locator("html").get_attribute("lang")


def test_a_phone_scrolls_one_way_only(shown: Shown) -> None:
    """WCAG 2.2, 1.4.10 Reflow."""
    shown.tab.set_viewport_size({"width": 320, "height": PHONE[1]})
    assert shown.tab.evaluate("document.documentElement.scrollWidth") <= 320


def test_axe_finds_what_is_wrong(chromium: Browser) -> None:
    """The control of the test above."""
    tab = new_context(chromium).new_page()
    tab.set_content("<html><body><img src='data:,'><p style='color:#ddd'>Pale</p></body></html>")
    found = {each["id"] for each in Axe().run(tab, options=RULES).response["violations"]}
    assert {"image-alt", "html-has-lang"} <= found
