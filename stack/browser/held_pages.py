"""Pages of what is held about who has alerts without an account."""

from typing import Final

from stack.browser.page import Page, press

HELD_PAGES: Final = (
    Page(name="held-ask", path="/alerts/by-post-code/held", welsh_picture=True),
    Page(name="held-open", path="/alerts/by-post-code/held/open?token=abc"),
    Page(name="held-over", path="/alerts/by-post-code/held/open?token=abc", act=press("")),
)
