"""Forms: what is wrong is said where it is, what was typed stays, and no one else can send them."""

from html import unescape

import pytest

from chassis.errors import Invalid, Violation
from isp.alerts.v1 import alert_pb2, alerts_pb2
from isp.kernel.v1 import kernel_pb2
from services.alerts.domain import errors as alerts_errors
from tests.contract.gateway.answers import ALERT, at
from tests.contract.gateway.browsing import Browsing
from tests.contract.gateway.routes import ALERT_ID, DIGEST, KEY

PERSON = {
    "given_name": "Given",
    "family_name": "Family",
    "email": "owner@cafe.example",
    "regions": ["LON"],
    "sectors": ["retail"],
    "key": KEY,
}
WORDS = {
    "headline": "Van on the pavement",
    "action_line": "Stay inside.",
    "description": "What is happening.",
    "instruction": "Lock the doors.",
    "severity": "EXTREME",
    "urgency": "IMMEDIATE",
    "certainty": "OBSERVED",
    "sharing": "CLEAR/PUBLIC",
    "regions": ["LON"],
    "sectors": ["retail"],
    "minutes": "60",
    "key": KEY,
}
HERE = f"/desk/alerts/{ALERT_ID}"
APPROVAL = {
    "do": "approve",
    "digest": DIGEST.hex(),
    "version": "3",
    "counted": "40",
    "size": "TENS",
}


def issued(browsing: Browsing) -> None:
    alert = alert_pb2.Alert()
    alert.CopyFrom(ALERT)
    alert.status = alert_pb2.ALERT_STATUS_ISSUED
    alert.ClearField("ending")
    alert.issued_at.CopyFrom(at(9))
    browsing.gateway.backend.answers["GetAlert"] = alerts_pb2.GetAlertResponse(alert=alert)


def test_an_application_goes_out_once_as_it_was_typed(browsing: Browsing) -> None:
    page = browsing.post("/cy/register", PERSON)
    assert 200 == page.status_code
    heard = browsing.gateway.backend.only
    assert ("RegisterSubscriber", "owner@cafe.example", "cy", KEY) == (
        heard.rpc,
        heard.message.email,
        heard.message.language,
        heard.message.idempotency_key,
    )
    assert (["LON"], ["retail"]) == (list(heard.message.regions), list(heard.message.sectors))


def test_what_is_missing_is_said_at_the_top_and_at_its_field(browsing: Browsing) -> None:
    page = browsing.post("/register", PERSON | {"email": "", "given_name": "G" * 200})
    assert 400 == page.status_code
    assert [] == browsing.gateway.backend.heard
    text = unescape(page.text)
    assert "<title>Error: Register" in text
    assert '<a href="#email">E-mail address: this is needed</a>' in text
    assert '<a href="#given_name">First name: must have at most 100 characters</a>' in text
    assert 'id="email-error"' in text
    assert 'value="Family"' in text
    assert 'value="LON" checked' in text


def test_an_application_names_a_place_and_a_trade(browsing: Browsing) -> None:
    page = browsing.post("/register", PERSON | {"regions": [], "sectors": []})
    assert 400 == page.status_code
    assert '<a href="#regions">Where are you? choose at least one</a>' in unescape(page.text)
    assert '<a href="#sectors">What do you do? choose at least one</a>' in unescape(page.text)


def test_what_the_service_refuses_is_shown_at_its_field_too(browsing: Browsing) -> None:
    browsing.gateway.backend.refuse(Invalid(Violation("email", "must be one address")))
    page = browsing.post("/register", PERSON)
    assert 400 == page.status_code
    assert '<a href="#email">E-mail address: must be one address</a>' in page.text
    assert 'value="owner@cafe.example"' in page.text


def test_an_old_link_is_told_from_a_service_that_is_away(browsing: Browsing) -> None:
    browsing.gateway.backend.refuse(Invalid(Violation("token", "is not known")))
    assert 404 == browsing.post("/register/confirm", {"token": "x"}).status_code


def test_an_alert_is_drafted_as_it_was_typed(browsing: Browsing) -> None:
    browsing.sign_in()
    browsing.gateway.backend.heard.clear()
    answer = browsing.post("/desk/alerts/new", WORDS)
    assert (302, HERE) == (answer.status_code, answer.location)
    said = browsing.gateway.backend.only.message.content
    assert "Van on the pavement" == said.headline
    assert alert_pb2.SEVERITY_EXTREME == said.severity
    assert kernel_pb2.TLP_CLEAR == said.marking.tlp
    rows = [(row.mode, row.kind, row.value) for row in said.audience]
    assert [
        (kernel_pb2.AUDIENCE_MODE_INCLUDE, kernel_pb2.AUDIENCE_KIND_REGION, "LON"),
        (kernel_pb2.AUDIENCE_MODE_MUST_BE, kernel_pb2.AUDIENCE_KIND_SECTOR, "retail"),
    ] == rows


def test_a_wording_fills_the_form_in_and_sends_nothing(browsing: Browsing) -> None:
    browsing.sign_in()
    page = unescape(browsing.get("/desk/alerts/new?from=stay-inside").text)
    assert 'value="Stay inside and lock the doors"' in page
    assert 'value="SEVERE" checked' in page
    assert "Arhoswch y tu mewn" in browsing.get("/cy/desk/alerts/new?from=stay-inside").text
    # Only the names of places are asked for, which the form offers.
    assert {"ListTemplates"} == {each.rpc for each in browsing.gateway.backend.heard}
    assert "Stay inside and lock" not in browsing.get("/desk/alerts/new?from=other").text


@pytest.mark.parametrize("said", ["ACTUAL", "EXERCISE", "TEST"])
def test_an_exercise_is_one_where_it_was_said(browsing: Browsing, said: str) -> None:
    browsing.sign_in()
    browsing.gateway.backend.heard.clear()
    browsing.post("/desk/alerts/new", WORDS | {"cap_status": said})
    written = browsing.gateway.backend.only.message.content.cap_status
    assert f"CAP_STATUS_{said}" == alert_pb2.CapStatus.Name(written)


def test_no_region_and_no_sector_is_everyone(browsing: Browsing) -> None:
    browsing.sign_in()
    browsing.gateway.backend.heard.clear()
    browsing.post("/desk/alerts/new", WORDS | {"regions": [], "sectors": []})
    (row,) = browsing.gateway.backend.only.message.content.audience
    assert kernel_pb2.AUDIENCE_KIND_EVERYONE == row.kind


def test_a_draft_that_is_wrong_comes_back_whole(browsing: Browsing) -> None:
    browsing.sign_in()
    page = browsing.post(
        "/desk/alerts/new", WORDS | {"headline": "", "severity": "WORST", "regions": ["XX"]}
    )
    assert 400 == page.status_code
    text = unescape(page.text)
    assert '<a href="#headline">Headline: this is needed</a>' in text
    assert 'href="#severity">Severity: choose from the list</a>' in text
    assert 'href="#regions">Regions: choose from the list' in text
    assert "Lock the doors.</textarea>" in text
    assert 'value="retail" checked' in text


def test_what_is_approved_is_what_the_page_showed(browsing: Browsing) -> None:
    browsing.sign_in()
    answer = browsing.post(HERE, APPROVAL)
    assert 302 == answer.status_code
    heard = browsing.gateway.backend.heard[-1]
    assert ("ApproveAlert", DIGEST) == (heard.rpc, heard.message.read_digest)
    assert "The alert is issued." in browsing.get(HERE).text


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"do": "burn"},
        APPROVAL | {"digest": "zz"},
        APPROVAL | {"counted": "-1"},
        {"do": "submit", "version": "-1"},
    ],
)
def test_what_no_page_of_ours_sends_is_refused(browsing: Browsing, fields: dict[str, str]) -> None:
    browsing.sign_in()
    assert 400 == browsing.post(HERE, fields).status_code
    assert all(each.rpc == "GetAlert" for each in browsing.gateway.backend.heard)


def test_a_refusal_is_a_page_that_says_why(browsing: Browsing) -> None:
    browsing.sign_in()
    token = browsing.csrf_token()
    browsing.gateway.backend.refuse(alerts_errors.SelfApproval("Said to the caller."))
    page = browsing.post(HERE, APPROVAL | {"csrf_token": token})
    assert 403 == page.status_code
    assert "A second person must do this: you had a hand in it." in page.text


def test_a_form_without_the_sessions_token_does_nothing(browsing: Browsing) -> None:
    browsing.sign_in()
    for token in ("", "wrong"):
        page = browsing.post(HERE, {"do": "submit", "version": "3", "csrf_token": token})
        assert (400, "text/html") == (page.status_code, page.mimetype)
    assert [] == browsing.gateway.backend.heard


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_form_of_another_site_does_nothing(browsing: Browsing, site: str) -> None:
    browsing.sign_in()
    sent = {"Sec-Fetch-Site": site}
    page = browsing.post(HERE, {"do": "submit", "version": "3"}, headers=sent)
    assert 403 == page.status_code
    assert 403 == browsing.post("/register", PERSON, headers=sent).status_code
    assert [] == [each.rpc for each in browsing.gateway.backend.heard if each.rpc != "GetAlert"]


def test_what_needs_an_issued_alert_is_asked_with_its_words(browsing: Browsing) -> None:
    browsing.sign_in()
    issued(browsing)
    page = browsing.post(HERE, {"do": "withdraw", "version": "3", "reason": ""})
    assert 400 == page.status_code
    assert 'href="#reason">Why, for the record only: this is needed</a>' in unescape(page.text)
    browsing.post(HERE, {"do": "withdraw", "version": "3", "reason": "Wrong street"})
    heard = browsing.gateway.backend.heard[-1]
    assert ("WithdrawAlert", "Wrong street", 3) == (
        heard.rpc,
        heard.message.reason,
        heard.message.expected_version,
    )
