"""The page that subscribes a browser: its script asks the browser, a form tells the service."""

import re
from pathlib import Path

import pytest

import services.gateway
from chassis.errors import Invalid, Violation
from isp.alerts.v1 import push_pb2 as pb
from services.alerts.domain.errors import TooManyBrowsers
from tests.contract.gateway.browsing import Browsing
from tests.contract.gateway.routes import KEY
from tests.contract.gateway.test_page_asking import heard

HERE = "/alerts/browser"
SCRIPT = Path(services.gateway.__file__).with_name("static") / "push.js"
GIVEN = {
    "endpoint": "https://push.browser.example/abc",
    "p256dh": "BPoint",
    "auth": "secret",
    "key": KEY,
}


@pytest.fixture(autouse=True)
def _signed_in(browsing: Browsing) -> None:
    browsing.sign_in()
    browsing.gateway.backend.heard.clear()


@pytest.mark.parametrize("prefix", ["", "/cy"])
def test_without_javascript_it_says_why_it_cannot_and_offers_nothing_to_press(
    browsing: Browsing, prefix: str
) -> None:
    page = browsing.get(prefix + HERE).text
    seen = [
        name
        for name, hidden in re.findall(r'data-push-state="(\w+)"( hidden)?', page)
        if not hidden
    ]
    assert ["script"] == seen
    assert ["on", "off"] == re.findall(r'data-push-do="(\w+)" hidden', page)
    assert "JavaScript" in page
    assert 'data-push-key="BKey"' in page
    assert not re.findall(r"<script(?![^>]*\bsrc=)", page), "no inline script"
    assert not re.findall(r"\son\w+=", page)


def test_each_state_that_the_script_shows_is_on_the_page_and_each_button_too(
    browsing: Browsing,
) -> None:
    page, script = browsing.get(HERE).text, SCRIPT.read_text("utf-8")
    shown = set(re.findall(r'show\("(\w+)"', script))
    assert shown | {"script"} == set(re.findall(r'data-push-state="(\w+)"', page))
    names = set(re.findall(r"form\.elements\.(\w+)", script))
    assert names <= set(re.findall(r'name="(\w+)"', page))


@pytest.mark.parametrize(("prefix", "language"), [("", "en"), ("/cy", "cy")])
def test_what_the_browser_gave_goes_along_in_the_language_of_the_page(
    browsing: Browsing, prefix: str, language: str
) -> None:
    answer = browsing.post(prefix + HERE, GIVEN | {"do": "on"})
    assert (302, prefix + HERE) == (answer.status_code, answer.location)
    said = {"endpoint": GIVEN["endpoint"], "p256dh": "BPoint", "auth": "secret"}
    assert [pb.SubscribePushRequest(**said, language=language, idempotency_key=KEY)] == heard(
        browsing, "SubscribePush"
    )


def test_a_browser_is_ended_by_its_address(browsing: Browsing) -> None:
    answer = browsing.post(HERE, {"do": "off", "endpoint": GIVEN["endpoint"]})
    assert (302, HERE) == (answer.status_code, answer.location)
    assert [pb.UnsubscribePushRequest(endpoint=GIVEN["endpoint"])] == heard(
        browsing, "UnsubscribePush"
    )


@pytest.mark.parametrize(
    ("failure", "status", "said"),
    [
        (TooManyBrowsers("Said."), 409, "as many browsers notified as one may have"),
        (Invalid(Violation("endpoint", "must name a public host")), 400, "must name a public host"),
    ],
)
def test_what_is_refused_is_said_on_the_page(
    browsing: Browsing, failure: Exception, status: int, said: str
) -> None:
    browsing.gateway.backend.refuse(failure, "SubscribePush")
    page = browsing.post(HERE, GIVEN | {"do": "on"})
    assert (status, True) == (page.status_code, said in page.text)
    assert "<title>Error:" in page.text


@pytest.mark.parametrize("fields", [{}, {"do": "burn"}, {"do": "on", "endpoint": "x" * 1001}])
def test_what_no_page_of_ours_sends_is_refused(browsing: Browsing, fields: dict[str, str]) -> None:
    assert 400 == browsing.post(HERE, fields).status_code
    assert [] == heard(browsing, "SubscribePush")


def test_the_page_of_alerts_leads_there(browsing: Browsing) -> None:
    assert f'href="{HERE}"' in browsing.get("/alerts").text
