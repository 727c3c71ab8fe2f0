"""Pages of what is held about who has alerts without an account."""

from typing import Final

from stack.browser.page import Page, press

_HELD: Final = "/alerts/by-post-code/held"
HELD_PAGES: Final = (
    Page(name="held-ask", path=_HELD, welsh_picture=True),
    Page(name="held-ask-errors", path=_HELD, act=press("")),
    Page(name="held-open", path=f"{_HELD}/open?token=abc"),
    Page(name="held-over", path=f"{_HELD}/open?token=abc", act=press("")),
)
