"""`make screens`: a picture of every page, as a desktop and a phone see it, some also in Welsh."""

import shutil
import sys
from pathlib import Path
from typing import Final

from playwright.sync_api import BrowserContext

from stack.browser.chromium import NoChromium, new_context, opened
from stack.browser.page import Page
from stack.browser.pages import PAGES
from stack.browser.people import sign_in
from stack.browser.stage import staged
from stack.places import CHECKOUT
from stack.story.front import Front

FOLDER: Final = CHECKOUT / "screens"


def take(front: Front, folder: Path, wanted: frozenset[str] = frozenset()) -> int:
    """Take the pictures of the pages wanted, or of all; return how many were taken."""
    taken = 0
    with staged(front) as stage, opened() as browser:
        contexts: dict[tuple[str | None, bool], BrowserContext] = {}
        for page in (each for each in PAGES if not wanted or each.name in wanted):
            for phone in (False, True):
                if (page.who, phone) not in contexts:
                    contexts[page.who, phone] = context = new_context(browser, phone=phone)
                    if page.who:
                        sign_in(context.new_page(), page.who, front.gateway)
                for language in ("en", "cy") if page.welsh_picture and phone else ("en",):
                    name = f"{page.name}-{language}-{'phone' if phone else 'desktop'}.png"
                    address = f"{front.gateway}{page.address(stage, language)}"
                    _picture(contexts[page.who, phone], page, address, folder / name)
                    taken += 1
    return taken


def _picture(context: BrowserContext, page: Page, address: str, file: Path) -> None:
    tab = context.new_page()
    tab.goto(address)
    if page.act:
        page.act(tab)
    tab.screenshot(path=file, full_page=True)
    tab.close()


def main() -> int:
    """Take them of what `make up` runs."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir()
    try:
        taken = take(Front.of_make_up(), FOLDER, frozenset(sys.argv[1:]))
    except NoChromium as error:
        print(error)
        return 1
    print(f"{taken} pictures in {FOLDER.name}/")
    return 0


if __name__ == "__main__":
    sys.exit(main())
