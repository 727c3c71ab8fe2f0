"""A real Chromium before the whole real platform."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from stack.browser.chromium import new_context, opened
from stack.browser.people import sign_in
from stack.browser.stage import staged
from stack.story.front import Front


@dataclass
class Visit:
    """One person's browser, and what it asked for and complained of."""

    context: BrowserContext
    gateway: str
    tab: Page = field(init=False)
    asked: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.context.on("request", lambda request: self.asked.append(request.url))
        self.context.on("console", self._complain)
        self.context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        self.context.on("dialog", lambda dialog: self.complaints.append(dialog.message))
        self.tab = self.context.new_page()

    def _complain(self, said: ConsoleMessage) -> None:
        if said.type == "error" and "Failed to load resource" not in said.text:
            self.complaints.append(said.text)

    def open(self, path: str) -> Page:
        """Open a page of the platform."""
        self.tab.goto(f"{self.gateway}{path}")
        return self.tab

    def sign_in(self, name: str, path: str = "/account") -> "Visit":
        """Sign in one of the demonstration's people, and end at a page."""
        sign_in(self.tab, name, self.gateway, path=path)
        return self


Visiting = Callable[..., Visit]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """The browser. Its driver runs an event loop, which must end before other tests begin one."""
    with opened() as browser:
        yield browser


@pytest.fixture(scope="session")
def stage(front: Front) -> Iterator[dict[str, str]]:
    """Something on every page."""
    with staged(front) as ids:
        yield ids


@pytest.fixture
def visiting(chromium: Browser, front: Front) -> Iterator[Visiting]:
    """Makes browsers, which end with the test."""
    contexts: list[BrowserContext] = []

    def make(**wishes: bool) -> Visit:
        contexts.append(new_context(chromium, **wishes))
        return Visit(contexts[-1], front.gateway)

    yield make
    for context in contexts:
        context.close()
