"""What a page of the table is, and how its main button is pressed."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page as Tab

from stack.browser.clicks import follow


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page: where it is, who looks at it, and what they do there first.

    `path` may name what stack/browser/stage.py makes. `who` is a demonstration account, or nobody.
    """

    name: str
    path: str
    who: str | None = None
    act: Callable[[Tab], None] | None = None
    welsh: bool = True
    welsh_picture: bool = False

    def address(self, stage: dict[str, str], language: str) -> str:
        """Return its path in a language."""
        path = self.path.format_map(stage)
        return path if language == "en" else f"/{language}{path}"

    def __str__(self) -> str:
        return self.name


def press(text: str) -> Callable[[Tab], None]:
    """Return what presses a button: by its value, or the main one of the page."""

    def do(tab: Tab) -> None:
        follow(tab.locator(f"main button{text}").first)

    return do
