"""The decision log as lines of JSON and as a page."""

import json
import re
from html import unescape
from pathlib import Path
from typing import Final

from isp.alerts.v1 import alerts_pb2, decision_pb2
from services.alerts import usecases
from tests.contract.gateway.alert_answers import DECISION_READ
from tests.contract.gateway.alert_routes import NOON
from tests.contract.gateway.browsing import Browsing
from tests.contract.gateway.routes import ALERT_ID
from tests.contract.gateway.stage import Gateway

USECASES: Final = Path(usecases.__path__[0])
RECORDED: Final = re.compile(
    r'audit\.record\(\s*[\w.]+,\s*"(alerts:[a-z-]+)",\s*str\((?:alert_id|new|\w+\.alert_id)\)'
)
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


def test_whatever_is_recorded_of_one_alert_has_words_on_the_page(browsing: Browsing) -> None:
    """As the use cases of alerts write it into the audit chain: nobody reads our own names."""
    written = "".join(each.read_text("utf-8") for each in USECASES.glob("*.py"))
    actions = RECORDED.findall(written)
    assert len(actions) > 10
    log = alerts_pb2.GetDecisionsResponse(
        decisions=[decision_pb2.Decision(action=each, at=NOON) for each in actions]
    )
    browsing.sign_in()
    browsing.gateway.backend.answers["GetDecisions"] = log
    assert "alerts:" not in browsing.get(f"/desk/alerts/{ALERT_ID}/decisions").text
