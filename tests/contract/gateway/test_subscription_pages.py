"""Alerts without an account, as a person with a browser, or a mail program, meets them."""

import re
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pytest

from chassis.errors import Invalid, Unavailable, Violation
from isp.identity.v1 import subscriptions_pb2 as pb
from services.identity.domain.errors import (
    PostcodeNotCovered,
    SubscriptionNotFound,
    SubscriptionRequestNotFound,
    TooManyPostcodes,
    WrongCode,
)
from tests.contract.gateway.browsing import Browsing, cookies_of
from tests.contract.gateway.route import KEY, REQUEST_ID

START = "/alerts/by-post-code"
CODE = f"{START}/code"
CONFIRM = f"{START}/confirm"
STOP = f"{START}/stop"
ASK_STOP = f"{START}/stop/link"
ASKING = {"postcode": "sw1a1aa", "email": "owner@cafe.example", "phone": ""}
BY_TEXT = ASKING | {"email": "", "phone": "07700 900123"}
SHOWN = {"wording_version": "2026-11", "key": KEY}
LINKS = [CONFIRM, STOP]


def asked(browsing: Browsing, **said: str) -> Any:
    """What StartSubscription heard when this was typed."""
    browsing.gateway.backend.heard.clear()
    assert 303 == browsing.post(START, ASKING | SHOWN | said).status_code
    return browsing.gateway.backend.only.message


@pytest.mark.parametrize("prefix", ["", "/cy"])
@pytest.mark.parametrize("path", ["/", "/alerts", "/register"])
def test_the_way_in_stands_where_people_come(browsing: Browsing, prefix: str, path: str) -> None:
    assert f'href="{prefix}{START}"' in browsing.get(prefix + path).text


def test_the_words_that_one_agrees_to_are_shown_as_they_are(browsing: Browsing) -> None:
    words = "I want <alerts>."
    browsing.gateway.backend.answers["GetConsentWording"] = pb.GetConsentWordingResponse(
        wording_version="2027-01", text=words, language="cy"
    )
    page = browsing.get(f"/cy{START}").text
    assert pb.GetConsentWordingRequest(language="cy") == browsing.gateway.backend.only.message
    assert '<blockquote class="govuk-inset-text" lang="cy">I want &lt;alerts&gt;.<' in page
    assert re.search(r'name="wording_version"[^>]* value="2027-01"', page)


def test_by_mail_one_asks_and_is_sent_to_look_into_the_mail(browsing: Browsing) -> None:
    answer = browsing.post(f"/cy{START}", ASKING | SHOWN)
    assert (303, f"/cy{START}/check-mail") == (answer.status_code, answer.location)
    assert [] == cookies_of(answer)
    heard = browsing.gateway.backend.only.message
    key = heard.idempotency_key
    assert UUID(key)
    assert heard == pb.StartSubscriptionRequest(
        postcode="sw1a1aa",
        channel=pb.SUBSCRIPTION_CHANNEL_EMAIL,
        address="owner@cafe.example",
        language="cy",
        wording_version="2026-11",
        idempotency_key=key,
    )
    assert 200 == browsing.get(answer.location).status_code


def test_by_text_one_types_the_code(browsing: Browsing) -> None:
    answer = browsing.post(START, BY_TEXT | SHOWN)
    assert 303 == answer.status_code
    heard = browsing.gateway.backend.only.message
    assert (pb.SUBSCRIPTION_CHANNEL_SMS, "07700 900123") == (heard.channel, heard.address)
    said = urlsplit(answer.location)
    assert (CODE, [REQUEST_ID]) == (said.path, parse_qs(said.query)["request"])
    page = browsing.get(answer.location).text
    assert re.search(rf'name="request_id"[^>]* value="{REQUEST_ID}"', page)
    browsing.gateway.backend.heard.clear()
    done = browsing.post(CODE, {"request_id": REQUEST_ID, "code": "123456"})
    assert (200, True) == (done.status_code, "<li>London</li>" in done.text)
    assert "STOP" in done.text
    proof = pb.ConfirmSubscriptionRequest(request_id=REQUEST_ID, code="123456")
    assert proof == browsing.gateway.backend.only.message


def test_a_form_that_is_sent_twice_asks_once_and_a_corrected_one_anew(browsing: Browsing) -> None:
    first, again = asked(browsing), asked(browsing)
    other = asked(browsing, postcode="CF10 1EP")
    assert first.idempotency_key == again.idempotency_key
    assert first.idempotency_key != other.idempotency_key


@pytest.mark.parametrize(
    ("typed", "at", "why"),
    [
        ({"postcode": ""}, "postcode", "Postcode: this is needed"),
        ({"email": ""}, "email", "E-mail address: give one, an e-mail"),
        ({"phone": "07700 900123"}, "email", "E-mail address: give one, an e-mail"),
        ({"email": "e" * 255}, "email", "E-mail address: must have at most 254"),
        ({"key": ""}, "key", "this is needed"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(
    browsing: Browsing, typed: dict[str, str], at: str, why: str
) -> None:
    said = ASKING | SHOWN | typed
    page = browsing.post(START, said)
    text = unescape(page.text)
    assert (400, True) == (page.status_code, "<title>Error:" in text)
    assert f'href="#{at}">' in text
    assert why in text
    assert all(f'value="{said[name]}"' in text for name in ASKING if said[name])
    assert ["GetConsentWording"] == [each.rpc for each in browsing.gateway.backend.heard]


@pytest.mark.parametrize(
    ("said", "refusal", "at"),
    [
        (ASKING, PostcodeNotCovered(Violation("postcode", "is in none of ours")), "postcode"),
        (ASKING, Invalid(Violation("address", "must be an address")), "email"),
        (BY_TEXT, Invalid(Violation("address", "must be a number")), "phone"),
    ],
)
def test_what_the_service_refuses_is_said_at_its_field(
    browsing: Browsing, said: dict[str, str], refusal: Exception, at: str
) -> None:
    browsing.gateway.backend.refuse(refusal, "StartSubscription")
    page = browsing.post(START, said | SHOWN)
    assert (400, True) == (page.status_code, f'href="#{at}">' in page.text)
    assert f'value="{said["email"] or said["phone"]}"' in page.text
    assert "I want alerts." in page.text


def test_while_the_words_are_away_nothing_is_sent_and_what_was_typed_stays(
    browsing: Browsing,
) -> None:
    browsing.gateway.backend.refuse(Unavailable("Away."))
    for page in (browsing.get(START), browsing.post(START, ASKING | SHOWN)):
        assert (503, "5") == (page.status_code, page.headers["Retry-After"])
        assert "What you agree to cannot be shown" in page.text
        assert "call 999" in page.text
    assert 'value="owner@cafe.example"' in page.text
    assert "We cannot take this at the moment." in page.text
    browsing.gateway.backend.begin()
    again = browsing.post(START, ASKING | {"key": KEY, "wording_version": ""})
    assert (400, True) == (again.status_code, "Read what you agree to" in again.text)
    assert ["GetConsentWording"] == [each.rpc for each in browsing.gateway.backend.heard]


@pytest.mark.parametrize(("path", "good"), [(START, 303), (ASK_STOP, 200)])
def test_a_mailbox_is_not_filled_by_a_form(browsing: Browsing, path: str, good: int) -> None:
    said = {"email": "owner@cafe.example", "postcode": "SW1A 1AA", **SHOWN}
    answers = [browsing.post(path, said) for _ in range(11)]
    assert [good] * 10 == [each.status_code for each in answers[:10]]
    last = answers[10]
    assert (429, True) == (last.status_code, "was written to too often" in last.text)
    assert 0 < int(last.headers["Retry-After"]) <= 3601
    assert 'value="owner@cafe.example"' in last.text


def test_a_wrong_code_is_said_at_its_field(browsing: Browsing) -> None:
    said = {"request_id": REQUEST_ID, "code": "000000"}
    browsing.gateway.backend.refuse(WrongCode(Violation("code", "is not the one that we sent")))
    page = browsing.post(CODE, said)
    assert 400 == page.status_code
    assert '<a href="#code">Code: is not the one that we sent</a>' in page.text
    assert f'value="{REQUEST_ID}"' in page.text
    assert 400 == browsing.post(CODE, said | {"code": ""}).status_code


@pytest.mark.parametrize(
    "failure",
    [SubscriptionRequestNotFound("No."), Invalid(Violation("request_id", "must be a UUID"))],
)
def test_a_code_of_no_request_is_told_how_to_ask_again(
    browsing: Browsing, failure: Exception
) -> None:
    browsing.gateway.backend.refuse(failure)
    page = browsing.post(CODE, {"request_id": "x", "code": "123456"})
    assert (404, True) == (page.status_code, f'href="{START}"' in page.text)


@pytest.mark.parametrize("path", [*LINKS, f"/cy{CONFIRM}", f"/cy{STOP}"])
def test_opening_a_link_does_nothing_yet(browsing: Browsing, path: str) -> None:
    """Mail scanners open every link."""
    page = browsing.get(f"{path}?token=%22%3E%3Cscript%3E")
    assert (200, "text/html") == (page.status_code, page.mimetype)
    assert f'<form method="post" action="{path}"' in page.text
    assert "<script>" not in page.text
    assert "private, no-store" == page.headers["Cache-Control"]
    assert [] == browsing.gateway.backend.heard


def test_a_press_begins_and_says_about_which_regions(browsing: Browsing) -> None:
    page = browsing.post(f"/cy{CONFIRM}", {"token": "t"})
    assert (200, True) == (page.status_code, "<li>Llundain</li>" in page.text)
    assert pb.ConfirmSubscriptionRequest(token="t") == browsing.gateway.backend.only.message


def test_the_eleventh_postcode_of_an_address_is_told_why_not(browsing: Browsing) -> None:
    browsing.gateway.backend.refuse(TooManyPostcodes("No."))
    page = browsing.post(CONFIRM, {"token": "t"})
    assert (409, True) == (page.status_code, "ten postcodes at most" in page.text)


@pytest.mark.parametrize(("forget", "said"), [("yes", "is forgotten."), ("", "in 30 days")])
def test_a_press_stops_and_forgets_at_once_if_so_said(
    browsing: Browsing, forget: str, said: str
) -> None:
    page = browsing.post(STOP, {"token": "t", "forget_now": forget})
    assert (200, True) == (page.status_code, said in page.text)
    wanted = pb.StopSubscriptionRequest(token="t", forget_now=bool(forget))
    assert wanted == browsing.gateway.backend.only.message


def test_a_mail_programs_one_click_stops(browsing: Browsing) -> None:
    """RFC 8058: it posts List-Unsubscribe=One-Click to the address that the header names."""
    click = {"List-Unsubscribe": "One-Click"}
    assert 200 == browsing.gateway.ask("POST", f"{STOP}?token=t", data=click).status_code
    assert pb.StopSubscriptionRequest(token="t") == browsing.gateway.backend.only.message


@pytest.mark.parametrize("path", LINKS)
@pytest.mark.parametrize(
    ("failure", "status"),
    [
        (SubscriptionRequestNotFound("No."), 404),
        (SubscriptionNotFound("No."), 404),
        (Invalid(Violation("token", "is wrong")), 404),
        (Unavailable("Away."), 503),
    ],
)
def test_a_press_in_vain_is_a_page_that_says_why(
    browsing: Browsing, path: str, failure: Exception, status: int
) -> None:
    browsing.gateway.backend.refuse(failure)
    page = browsing.post(path, {"token": "t"})
    assert (status, "text/html") == (page.status_code, page.mimetype)
    assert (503 == status) == ("Retry-After" in page.headers)
    assert "999" in page.text


def test_without_a_link_one_has_it_sent(browsing: Browsing) -> None:
    """As easily as it began; the answer tells nobody whether alerts go there."""
    page = browsing.get(STOP).text
    assert ASK_STOP in page
    assert "STOP" in page
    sent = browsing.post(ASK_STOP, {"email": "", "phone": "07700 900123"})
    assert (200, True) == (sent.status_code, "If alerts go to this number" in sent.text)
    heard = browsing.gateway.backend.only.message
    assert heard == pb.RequestStopRequest(
        channel=pb.SUBSCRIPTION_CHANNEL_SMS, address="07700 900123"
    )
    by_mail = browsing.post(ASK_STOP, {"email": "owner@cafe.example"})
    assert "If alerts go to this address" in by_mail.text


@pytest.mark.parametrize(
    ("failure", "status"),
    [(Invalid(Violation("address", "must be an address")), 400), (Unavailable("Away."), 503)],
)
def test_a_stop_link_that_cannot_be_sent_says_why(
    browsing: Browsing, failure: Exception, status: int
) -> None:
    assert 400 == browsing.post(ASK_STOP, {}).status_code
    browsing.gateway.backend.refuse(failure)
    page = browsing.post(ASK_STOP, {"email": "owner@cafe"})
    assert (status, True) == (page.status_code, 'value="owner@cafe"' in page.text)


@pytest.mark.parametrize("path", [START, CODE, CONFIRM, STOP, ASK_STOP])
def test_another_site_cannot_press_for_a_person(browsing: Browsing, path: str) -> None:
    sent = {"Sec-Fetch-Site": "cross-site"}
    assert 403 == browsing.post(path, ASKING | SHOWN | {"token": "t"}, headers=sent).status_code
    assert [] == browsing.gateway.backend.heard


def test_errors_are_named_in_the_order_of_the_page(browsing: Browsing) -> None:
    page = browsing.post(START, SHOWN | {"postcode": "", "email": "", "phone": ""})
    assert 400 == page.status_code
    summary = page.text.partition("There is a problem")[2].partition("</ul>")[0]
    assert ["postcode", "email"] == re.findall(r'href="#(\w+)"', summary)
