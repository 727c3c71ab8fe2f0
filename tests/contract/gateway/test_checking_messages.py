"""Checking a message: for anyone, in words that nobody takes for more than they say."""

import pytest

from isp.alerts.v1 import alert_pb2, ledger_pb2
from services.alerts.domain.errors import CodeUnknown
from tests.contract.gateway.browsing import Browsing, cookies_of
from tests.contract.gateway.record_routes import CODE, TEN
from tests.contract.gateway.route import ALERT_ID
from tests.contract.gateway.stage import Gateway, status_and_reason


def test_the_page_shows_the_text_that_was_issued_and_how_it_stands(browsing: Browsing) -> None:
    page = browsing.get(f"/alerts/verify/{CODE}").text
    told = ("an exercise of ours", "It was an exercise.")
    for words in (*told, "Van on the pavement", "Stay inside.", "All clear", CODE):
        assert words in page, words


def test_of_a_restricted_message_only_the_time_and_the_kind_are_shown(browsing: Browsing) -> None:
    browsing.gateway.backend.answers["VerifyCode"] = ledger_pb2.VerifyCodeResponse(
        code=CODE,
        issued_at=TEN,
        status=alert_pb2.ALERT_STATUS_ISSUED,
        cap_status=alert_pb2.CAP_STATUS_ACTUAL,
    )
    page = browsing.get(f"/alerts/verify/{CODE}").text
    assert "We issued a message with this code" in page
    assert "exercise" not in page
    assert "The message is not for everyone" in page
    assert "Van on the pavement" not in page
    said = browsing.get(f"/v1/verify/{CODE}").get_json()
    assert (None, None) == (said["alert"], said["identifier"])


@pytest.mark.parametrize(
    ("prefix", "words"),
    [
        ("", ("This code is of a technical test of ours", "nothing in it is to be acted on")),
        ("/cy", ("brawf technegol gennym ni", "nid oes dim ynddi i weithredu arno")),
    ],
)
def test_a_technical_test_is_not_confirmed_as_a_message(
    browsing: Browsing, prefix: str, words: tuple[str, str]
) -> None:
    browsing.gateway.backend.answers["VerifyCode"] = ledger_pb2.VerifyCodeResponse(
        code=CODE,
        issued_at=TEN,
        status=alert_pb2.ALERT_STATUS_EXPIRED,
        cap_status=alert_pb2.CAP_STATUS_TEST,
    )
    page = browsing.get(f"{prefix}/alerts/verify/{CODE}").text
    for each in words:
        assert each in page
    assert "We issued a message" not in page
    assert "Sign in to read it" not in page
    assert "Test" == browsing.get(f"/v1/verify/{CODE}").get_json()["cap_status"]


@pytest.mark.parametrize("prefix", ["", "/cy"])
def test_a_code_that_is_not_ours_is_said_plainly(browsing: Browsing, prefix: str) -> None:
    browsing.gateway.backend.refuse(CodeUnknown("None."), "VerifyCode")
    page = browsing.get(f"{prefix}/alerts/verify/{CODE}")
    assert 404 == page.status_code
    assert "private, no-store" == page.headers["Cache-Control"]
    if not prefix:
        assert "This code is not ours" in page.text
        assert "does not mean that nothing has happened" in page.text


def test_a_code_is_typed_into_a_form_and_leads_to_its_page(browsing: Browsing) -> None:
    page = browsing.get("/alerts/verify")
    assert [] == cookies_of(page)
    sent = browsing.post("/alerts/verify", {"code": " 7k3q-9m2x 4t8w "})
    assert (302, "/alerts/verify/7K3Q9M2X4T8W") == (sent.status_code, sent.location)
    assert 400 == browsing.post("/alerts/verify", {"code": ""}).status_code
    nothing = browsing.post("/alerts/verify", {"code": "---"})
    assert "/alerts/verify/-" == nothing.location


def test_codes_are_not_to_be_found_by_trying(gateway: Gateway) -> None:
    answers = [gateway.ask("GET", f"/v1/verify/{number:012}") for number in range(31)]
    assert {200} == {each.status_code for each in answers[:30]}
    assert (429, "TOO_MANY_REQUESTS") == status_and_reason(answers[30])
    assert 0 < int(answers[30].headers["Retry-After"])


def test_an_alert_s_page_says_its_code(browsing: Browsing) -> None:
    assert f'href="/alerts/verify/{CODE}"' in browsing.get(f"/alerts/{ALERT_ID}").text


def test_an_alert_without_a_code_is_shown_all_the_same(browsing: Browsing) -> None:
    browsing.gateway.backend.refuse(CodeUnknown("None."), "GetCode")
    page = browsing.get(f"/alerts/{ALERT_ID}")
    assert (200, False) == (page.status_code, "/alerts/verify/7K" in page.text)
