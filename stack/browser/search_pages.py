"""The pages of what somebody looks for, or asks to read."""

from typing import Final

from stack.browser.page import Page
from stack.browser.reading import READING_PAGES

SEARCH_PAGES: Final = (
    Page(name="saved-searches", path="/account/saved-searches", who="owner"),
    Page(name="saved-stop", path="/saved-searches/stop?token=abc"),
    Page(name="saved-search-new", path="/account/saved-searches/new?q=vans", who="owner"),
    Page(name="remark", path="/advice/{document}/useful"),
    Page(name="remark-thanks", path="/advice/{document}/useful/thanks"),
    Page(name="desk-remarks", path="/desk/remarks", who="editor"),
    Page(name="receipts-asked", path="/account/to-confirm", who="owner"),
    Page(name="own-readings", path="/account/reading", who="owner"),
    Page(name="feed", path="/account/feed", who="owner"),
    Page(name="teasers", path="/advice/teasers", welsh_picture=True),
    Page(name="my-access", path="/account/access", who="owner", welsh_picture=True),
    Page(name="desk-accesses", path="/desk/access", who="editor", welsh_picture=True),
    Page(name="desk-search-gaps", path="/desk/search-gaps", who="editor"),
    *READING_PAGES,
)
