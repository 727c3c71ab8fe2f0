"""Nothing that anyone writes runs in a browser; pages are light, and ask nobody else."""

from urllib.parse import quote, urlsplit
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from stack.browser.clicks import follow
from stack.story.advice import a_document
from stack.story.front import Front, eventually
from stack.story.steps import an_alert, approved_alert
from tests.e2e.pages.conftest import Visiting

HOSTILE = (
    "<script>window.ran = 1</script><img src=x onerror='window.ran = 1'>"
    "\"><svg onload='window.ran = 1'>"
)
MARKDOWN = f"""# Title

{HOSTILE}

[link](javascript:window.ran=1) [data](data:text/html,<script>window.ran=1</script>)

![picture](x" onerror="window.ran=1)

<a href="javascript:window.ran=1" onmouseover="window.ran=1">raw</a>
"""
LIGHT = 100_000


@pytest.mark.feature("F07")
@pytest.mark.feature("F08")
def test_a_script_in_a_document_or_a_search_does_not_run(visiting: Visiting, front: Front) -> None:
    word = f"hostile{uuid4().hex[:8]}"
    editor = front.sign_in_demo("editor")
    body = a_document(word) | {
        "title": f"{word} {HOSTILE}"[:150],
        "summary": HOSTILE,
        "body": f"{MARKDOWN}\n{word}",
    }
    made = front.ask("POST", "/v1/documents", by=editor, body=body, key=True, expect=201).json()
    visit = visiting()
    for path in (
        f"/advice/{made['document_id']}",
        f"/advice?q={word}",
        f"/advice?q={quote(HOSTILE)}",
        f"/register/confirm?token={quote(HOSTILE)}",
        f"/cy/advice?q={quote(HOSTILE)}&sectors={quote(HOSTILE)}&offset=-1&kinds={quote(HOSTILE)}",
        "/",
    ):
        tab = visit.open(path)
        expect(tab.locator("h1")).to_have_count(1)
        for link in tab.locator("main a").all():
            assert urlsplit(link.get_attribute("href") or "").scheme in {"", "http", "https"}
        assert tab.evaluate("window.ran === undefined")
        assert 0 == tab.locator("main img, main svg[onload], main [onmouseover]").count()
    assert [] == visit.complaints


@pytest.mark.feature("F13")
def test_a_script_in_an_alert_does_not_run_when_it_arrives_live(
    visiting: Visiting, front: Front
) -> None:
    author, approver = front.sign_in_demo("author"), front.sign_in_demo("approver")
    visit = visiting()
    tab = visit.open("/")
    body = an_alert(f"{uuid4().hex[:6]} {HOSTILE}"[:160], action_line=HOSTILE[:160])
    issued, _ = approved_alert(front, author, approver, body)
    expect(tab.locator(f"[data-alert='{issued['alert_id']}']")).to_be_visible()
    assert tab.evaluate("window.ran === undefined")
    visit.open(f"/alerts/{issued['alert_id']}")
    assert tab.evaluate("window.ran === undefined")
    etag = front.ask("GET", f"/v1/alerts/{issued['alert_id']}", by=approver).headers["ETag"]
    path = f"/v1/alerts/{issued['alert_id']}/withdrawal"
    front.ask("POST", path, by=approver, body={"reason": "over"}, if_match=etag)
    assert [] == visit.complaints


def test_a_script_in_what_was_typed_does_not_run(visiting: Visiting) -> None:
    visit = visiting()
    tab = visit.open("/register")
    tab.fill("#given_name", HOSTILE)
    tab.fill("#organisation_name", HOSTILE)
    follow(tab.locator("main button"))
    expect(tab.locator("#given_name")).to_have_value(HOSTILE)
    assert tab.evaluate("window.ran === undefined")
    assert [] == visit.complaints


def test_the_policy_stops_a_script_that_gets_in_all_the_same(visiting: Visiting) -> None:
    """The control of the tests above: what they look for would be seen, and is stopped twice."""
    visit = visiting()
    tab = visit.open("/")
    tab.evaluate(
        "document.querySelector('main').insertAdjacentHTML('beforeend',"
        " `<img src=x onerror='window.ran = 1'>`)"
    )
    eventually(
        lambda: visit.complaints,
        lambda said: any("Content Security Policy" in each for each in said),
        10,
        "the policy's complaint",
    )
    assert tab.evaluate("window.ran === undefined")


def test_the_home_page_is_light_and_asks_nobody_else(
    visiting: Visiting, stage: dict[str, str]
) -> None:
    visit = visiting()
    weights: dict[str, int] = {}

    def weigh(response) -> None:
        if "/v1/stream" not in response.url:
            weights[response.url] = len(response.body())

    visit.context.on("requestfinished", lambda request: weigh(request.response()))
    tab = visit.open("/")
    with tab.expect_request(lambda request: "/v1/stream?" in request.url):
        tab.reload()
    tab.wait_for_timeout(300)
    total = sum(weights.values())
    assert 20_000 < total < LIGHT, weights
    assert {"localhost"} == {urlsplit(url).hostname for url in visit.asked}
    origins = {urlsplit(url).netloc for url in visit.asked}
    streams = {urlsplit(url).netloc for url in visit.asked if "/v1/stream" in url}
    assert origins == {urlsplit(visit.gateway).netloc} | streams


def test_no_page_asks_a_third_party(visiting: Visiting, stage: dict[str, str]) -> None:
    visit = visiting()
    for path in ("/what-to-do-now", "/advice", f"/advice/{stage['document']}", "/alerts"):
        visit.open(path)
    assert {"localhost"} == {urlsplit(url).hostname for url in visit.asked}
    assert [] == visit.complaints


@pytest.mark.parametrize("path", ["/what-to-do-now", "/cy/what-to-do-now", "/alerts"])
def test_what_to_do_now_is_read_without_a_network(visiting: Visiting, path: str) -> None:
    """It is kept as soon as any page was opened; another page leads to it."""
    visit = visiting(offline_worker=True)
    tab = visit.open("/")
    eventually(
        lambda: tab.evaluate("navigator.serviceWorker.controller !== null"),
        bool,
        20,
        "the worker",
    )
    visit.context.set_offline(offline=True)
    visit.open(path)
    title = "Beth i'w wneud nawr" if path.startswith("/cy") else "What to do now"
    expect(tab.get_by_role("heading", level=1)).to_have_text(title)
    colour = tab.locator(".isp-header").evaluate("each => getComputedStyle(each).backgroundColor")
    assert "rgb(11, 79, 74)" == colour


def test_without_the_worker_there_is_no_page(visiting: Visiting) -> None:
    """The control of the test above."""
    visit = visiting()
    visit.open("/")
    visit.context.set_offline(offline=True)
    with pytest.raises(Exception, match="ERR_INTERNET_DISCONNECTED"):
        visit.open("/what-to-do-now")
