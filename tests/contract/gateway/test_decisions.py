"""The decision log as lines of JSON and as a page."""

import json
from html import unescape

from tests.contract.gateway.alert_answers import DECISION_READ
from tests.contract.gateway.alert_routes import NOON
from tests.contract.gateway.browsing import Browsing
from tests.contract.gateway.routes import ALERT_ID
from tests.contract.gateway.stage import Gateway

EXPORT = "/v1/alerts/decisions?since=2026-11-24T12:00:00Z&until=2026-11-24T13:00:00Z"


def test_an_export_is_one_line_a_decision_and_leads_on_to_the_same_period(
    gateway: Gateway,
) -> None:
    answer = gateway.ask("GET", EXPORT, gateway.token())
    assert "application/jsonl" == answer.content_type
    first, second = map(json.loads, answer.text.splitlines())
    assert DECISION_READ == first
    assert (None, None, None, None) == (
        second["actor"],
        second["subject"],
        second["digest"],
        second["seal"],
    )
    link, _, relation = answer.headers["Link"].partition("; ")
    assert 'rel="next"' == relation
    gateway.backend.heard.clear()
    gateway.ask("GET", link.strip("<>"), gateway.token())
    asked = gateway.backend.only.message
    assert (NOON, "next+page", 100) == (asked.since, asked.page_token, asked.page_size)
    assert "private, no-store" == answer.headers["Cache-Control"]


def test_the_page_says_who_decided_what_and_why(browsing: Browsing) -> None:
    browsing.sign_in()
    page = unescape(browsing.get(f"/desk/alerts/{ALERT_ID}/decisions").text)
    assert "All-clear given" in page
    assert "It is <over>." in page
    assert "Reference of the decision: CAD 7" in page
