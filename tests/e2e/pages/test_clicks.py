"""A click that leads to another page waits for it, also where the address stays the same."""

from collections.abc import Iterator
from threading import Thread

import pytest
from playwright.sync_api import Browser
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

from stack.browser.chromium import new_context
from stack.browser.clicks import follow

LATER = 2_000  # milliseconds
PAGE = f"""<!doctype html><html lang="en"><title>A form</title><h1>HEADING</h1>
<form method="post"><button type="button">Send</button></form>
<script>
const button = document.querySelector("button");
button.addEventListener("click", () => setTimeout(() => button.form.submit(), {LATER}));
</script></html>"""
"""It sends its form later than the click, as a busy browser does."""


@Request.application
def form(request: Request) -> Response:
    """Answer at the address that was there before."""
    if request.method == "GET":
        return Response(PAGE.replace("HEADING", "Before"), mimetype="text/html")
    return Response(PAGE.replace("HEADING", "After"), status=422, mimetype="text/html")


@pytest.fixture
def address() -> Iterator[str]:
    server = make_server("localhost", 0, form, threaded=True)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{server.port}/"
    server.shutdown()


def test_what_is_looked_at_at_once_is_the_page_that_came(chromium: Browser, address: str) -> None:
    tab = new_context(chromium).new_page()
    tab.goto(address)
    tab.locator("button").click()
    assert "Before" == tab.locator("h1").inner_text(), "the control: a click does not wait"
    tab.goto(address)
    follow(tab.locator("button"))
    assert "After" == tab.locator("h1").inner_text()
    tab.context.close()
