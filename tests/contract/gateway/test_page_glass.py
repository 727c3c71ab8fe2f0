"""Templates at the desk, warning alone by one of them, and the review that follows."""

from html import unescape

import pytest

from isp.alerts.v1 import alerts_pb2, templates_pb2
from tests.contract.gateway.answers import ALERT, at
from tests.contract.gateway.browsing import Browsing
from tests.contract.gateway.route import TEMPLATE_ID
from tests.contract.gateway.routes import ALERT_ID, DIGEST, KEY
from tests.contract.gateway.template_routes import TEMPLATE

HERE = f"/desk/templates/{TEMPLATE_ID}"
FILLED = {
    "place": "bath",
    "radius_metres": "500",
    "seen_at": "15",
    "minutes": "60",
    "reason": "Nobody else is here.",
    "key": KEY,
}
WORDS = {
    "name": "Stay inside",
    "use": "BREAK_GLASS",
    "headline": "Stay inside in {place}",
    "action_line": "Stay inside.",
    "description": "Since {time}.",
    "instruction": "Lock the doors.",
    "severity": "SEVERE",
    "urgency": "IMMEDIATE",
    "certainty": "OBSERVED",
    "largest_radius_metres": "1000",
    "longest_minutes": "60",
    "key": KEY,
}


@pytest.fixture(autouse=True)
def _signed_in(browsing: Browsing) -> None:
    browsing.sign_in()
    browsing.gateway.backend.heard.clear()


def test_a_template_is_proposed_as_it_was_typed(browsing: Browsing) -> None:
    answer = browsing.post("/desk/templates/new", WORDS)
    assert (302, HERE) == (answer.status_code, answer.location)
    said = browsing.gateway.backend.only.message.content
    assert ("Stay inside in {place}", 1000, 60) == (
        said.headline,
        said.largest_radius_metres,
        said.longest_minutes,
    )
    wrong = browsing.post("/desk/templates/new", WORDS | {"name": ""})
    assert (400, True) == (wrong.status_code, "What it is called: this is needed" in wrong.text)


def test_a_second_person_approves_what_the_page_shows(browsing: Browsing) -> None:
    template = templates_pb2.Template()
    template.CopyFrom(TEMPLATE)
    template.status = templates_pb2.TEMPLATE_STATUS_PROPOSED
    browsing.gateway.backend.answers["ListTemplates"] = templates_pb2.ListTemplatesResponse(
        templates=[template]
    )
    page = unescape(browsing.get(HERE).text)
    assert 'value="break"' not in page
    assert "Fan ar y palmant" in page, "the Welsh is approved too"
    browsing.post(HERE, {"do": "approve", "digest": DIGEST.hex()})
    heard = browsing.gateway.backend.heard[-1]
    assert ("ApproveTemplate", DIGEST) == (heard.rpc, heard.message.read_digest)
    assert 400 == browsing.post(HERE, {"do": "approve", "digest": "zz"}).status_code


def test_one_fills_in_the_slots_within_their_bounds_and_issues(browsing: Browsing) -> None:
    page = browsing.get(HERE).text
    assert '<option value="bath"' in page
    assert '<option value="1000"' in page
    assert '<option value="2000"' not in page, "not beyond the template's bound"
    answer = browsing.post(HERE, FILLED | {"do": "break"})
    assert (302, f"/desk/alerts/{ALERT_ID}") == (answer.status_code, answer.location)
    heard = browsing.gateway.backend.heard[-1]
    assert ("BreakGlass", "bath", 500, 60, KEY) == (
        heard.rpc,
        heard.message.place,
        heard.message.radius_metres,
        heard.message.minutes,
        heard.message.idempotency_key,
    )


@pytest.mark.parametrize(
    "spoiled", [{"reason": ""}, {"radius_metres": "x"}, {"seen_at": "-1"}, {"minutes": ""}]
)
def test_what_is_missing_or_made_up_issues_nothing(
    browsing: Browsing, spoiled: dict[str, str]
) -> None:
    answer = browsing.post(HERE, FILLED | {"do": "break"} | spoiled)
    assert 400 == answer.status_code
    assert "BreakGlass" not in [heard.rpc for heard in browsing.gateway.backend.heard]


def test_a_template_is_retired_with_a_reason(browsing: Browsing) -> None:
    assert 400 == browsing.post(HERE, {"do": "retire", "version": "3"}).status_code
    said = {"do": "retire", "version": "3", "retire_reason": "Old."}
    assert 302 == browsing.post(HERE, said).status_code
    heard = browsing.gateway.backend.heard[-1]
    assert ("RetireTemplate", "Old.", 3) == (
        heard.rpc,
        heard.message.reason,
        heard.message.expected_version,
    )


def test_a_template_that_is_not_there_is_not_found(browsing: Browsing) -> None:
    assert 404 == browsing.get(f"/desk/templates/{ALERT_ID}").status_code


def test_the_desk_shows_what_waits_for_a_review_and_since_when(browsing: Browsing) -> None:
    page = unescape(browsing.get("/desk/alerts").text)
    assert "One person acted alone: look at it" in page
    assert "to be reviewed until" in page
    browsing.gateway.backend.answers["ListReviews"] = alerts_pb2.ListReviewsResponse()
    assert "One person acted alone" not in browsing.get("/desk/alerts").text


def test_a_review_is_noted_on_the_alerts_page(browsing: Browsing) -> None:
    answer = alerts_pb2.GetAlertResponse(alert=ALERT)
    answer.alert.review.ClearField("reviewed_at")
    answer.alert.review.due_at.CopyFrom(at(9))
    browsing.gateway.backend.answers["GetAlert"] = answer
    here = f"/desk/alerts/{ALERT_ID}"
    page = unescape(browsing.get(here).text)
    assert "One person issued it alone, by a template." in page
    assert 400 == browsing.post(here, {"do": "review", "version": "3"}).status_code
    browsing.post(here, {"do": "review", "version": "3", "finding": "Right."})
    heard = browsing.gateway.backend.heard[-1]
    assert ("ReviewAlert", "Right.") == (heard.rpc, heard.message.finding)
