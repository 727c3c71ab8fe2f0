"""axe-core finds no violation of WCAG 2.2 AA on any page, in either language."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext
from playwright.sync_api import Page as Tab

from stack.browser.chromium import PHONE, new_context
from stack.browser.pages import PAGES
from stack.browser.people import sign_in
from stack.story.front import Front

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
Contexts = Callable[[str | None], BrowserContext]

EVERY_PAGE = [(page, code) for page in PAGES for code in ("en", *(["cy"] if page.welsh else []))]


@pytest.fixture(scope="module")
def contexts(chromium: Browser, front: Front) -> Iterator[Contexts]:
    """A browser for each person of the table, signed in once."""
    made: dict[str | None, BrowserContext] = {}

    def of(who: str | None) -> BrowserContext:
        if who not in made:
            made[who] = new_context(chromium)
            if who:
                sign_in(made[who].new_page(), who, front.gateway)
        return made[who]

    yield of
    for context in made.values():
        context.close()


@dataclass(frozen=True, slots=True)
class Shown:
    """A page as a browser shows it: loading it takes longer than looking at it, twice."""

    tab: Tab
    language: str


@pytest.fixture(scope="module", params=EVERY_PAGE, ids=lambda each: f"{each[0]}-{each[1]}")
def shown(
    contexts: Contexts, front: Front, stage: dict[str, str], request: pytest.FixtureRequest
) -> Iterator[Shown]:
    """Each page in turn: pytest runs the tests of one before it loads the next."""
    page, language = request.param
    tab = contexts(page.who).new_page()
    tab.goto(f"{front.gateway}{page.address(stage, language)}")
    if page.act:
        page.act(tab)
    yield Shown(tab, language)
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
