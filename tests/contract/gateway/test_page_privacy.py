"""One's own data and the privacy desk on the pages."""

from html import unescape
from io import BytesIO

import pytest

from chassis.errors import Refusal, StaleVersion
from isp.identity.v1 import privacy_requests_pb2 as pb
from services.identity.domain import errors, privacy_errors
from tests.contract.gateway.browsing import Browsing
from tests.contract.gateway.privacy_routes import REQUEST
from tests.contract.gateway.route import KEY, REQUEST_ID
from tests.contract.gateway.test_page_asking import heard

MINE, DESK = "/account/privacy", "/desk/privacy"
RECORDED = {
    "email": " owner@cafe.example",
    "kind": "EXPORT",
    "received": "PHONE",
    "received_on": "20/11/2026",
    "key": KEY,
}


@pytest.fixture(autouse=True)
def signed_in(browsing: Browsing) -> None:
    browsing.sign_in()


def waiting(kind: pb.PrivacyRequestKind.ValueType) -> pb.PrivacyRequest:
    request = pb.PrivacyRequest()
    request.CopyFrom(REQUEST)
    request.ClearField("until")
    request.ClearField("extended_because")
    request.kind, request.state = kind, pb.PRIVACY_REQUEST_STATE_WAITING
    request.clock = pb.CLOCK_STATE_DUE_SOON
    return request


def test_an_export_that_is_ready_can_be_fetched_and_is_a_file(browsing: Browsing) -> None:
    page = browsing.get(MINE).text
    assert f'href="{MINE}/{REQUEST_ID}/export"' in page
    answer = browsing.get(f"{MINE}/{REQUEST_ID}/export")
    assert (b"PK", "application/zip") == (BytesIO(answer.data).read(), answer.mimetype)
    assert "attachment" in answer.headers["Content-Disposition"]
    assert "no-store" in answer.headers["Cache-Control"]


def test_what_waits_says_by_when_and_can_be_taken_back(browsing: Browsing) -> None:
    browsing.gateway.backend.answers["ListMyPrivacyRequests"] = pb.ListMyPrivacyRequestsResponse(
        requests=[waiting(pb.PRIVACY_REQUEST_KIND_ERASURE)]
    )
    page = unescape(browsing.get(MINE).text)
    for said in ("Erasure", "24 December 2026", "a week or less is left", "1 of 2"):
        assert said in page
    said = {"do": "withdraw", "request_id": REQUEST_ID, "version": "3"}
    assert 302 == browsing.post(MINE, said).status_code
    (message,) = heard(browsing, "WithdrawPrivacyRequest")
    assert (REQUEST_ID, 3) == (message.request_id, message.expected_version)


def test_a_copy_is_asked_for_by_one_press_and_an_erasure_only_with_a_tick(
    browsing: Browsing,
) -> None:
    assert 302 == browsing.post(MINE, {"do": "export", "key": KEY}).status_code
    refused = browsing.post(MINE, {"do": "erase", "key": KEY})
    assert (400, True) == (refused.status_code, "tick it if you are" in refused.text)
    assert 302 == browsing.post(MINE, {"do": "erase", "key": KEY, "sure": "yes"}).status_code
    assert [
        (pb.PRIVACY_REQUEST_KIND_EXPORT, KEY),
        (pb.PRIVACY_REQUEST_KIND_ERASURE, KEY),
    ] == [(m.kind, m.idempotency_key) for m in heard(browsing, "MakePrivacyRequest")]
    assert 400 == browsing.post(MINE, {"do": "dance"}).status_code


@pytest.mark.parametrize(
    ("refusal", "status"),
    [
        (privacy_errors.PrivacyRequestOpen("x"), 409),
        (privacy_errors.PrivacyRequestBegun("x"), 409),
        (StaleVersion("x"), 412),
    ],
    ids=str,
)
def test_a_refusal_is_said_on_the_page(browsing: Browsing, refusal: Refusal, status: int) -> None:
    browsing.gateway.backend.refuse(refusal, "MakePrivacyRequest")
    answer = browsing.post(MINE, {"do": "export", "key": KEY})
    assert (status, True) == (answer.status_code, "There is a problem" in answer.text)


def test_the_desk_shows_whose_request_it_is_and_asks_for_what_is_open(browsing: Browsing) -> None:
    page = unescape(browsing.get(DESK).text)
    assert "owner@cafe.example" in page
    assert 'rel="next"' in page
    browsing.get(f"{DESK}?all=1&page=next")
    first, second = heard(browsing, "ListPrivacyRequests")
    assert (True, "") == (first.only_open, first.page_token)
    assert (False, "next") == (second.only_open, second.page_token)
    browsing.gateway.backend.answers["ListPrivacyRequests"] = pb.ListPrivacyRequestsResponse(
        requests=[waiting(pb.PRIVACY_REQUEST_KIND_EXPORT)]
    )
    assert f"{DESK}/{REQUEST_ID}/longer?version=3" in unescape(browsing.get(DESK).text)
    browsing.gateway.backend.answers["ListPrivacyRequests"] = pb.ListPrivacyRequestsResponse()
    assert "Nothing waits for an answer." in browsing.get(DESK).text


def test_a_request_is_entered_with_the_day_on_which_it_came(browsing: Browsing) -> None:
    assert 200 == browsing.get(f"{DESK}/new").status_code
    assert 302 == browsing.post(f"{DESK}/new", RECORDED).status_code
    (said,) = heard(browsing, "RecordPrivacyRequest")
    assert ("owner@cafe.example", "2026-11-20", pb.REQUEST_RECEIVED_PHONE) == (
        said.email,
        said.received_on,
        said.received,
    )
    bad = browsing.post(f"{DESK}/new", RECORDED | {"received_on": "yesterday"})
    assert (400, True) == (bad.status_code, "must be a day" in bad.text)
    assert 400 == browsing.post(f"{DESK}/new", RECORDED | {"received": "ONLINE"}).status_code
    browsing.gateway.backend.refuse(errors.SubscriberNotFound("x"), "RecordPrivacyRequest")
    gone = browsing.post(f"{DESK}/new", RECORDED)
    assert (404, True) == (gone.status_code, "Nobody has an account" in gone.text)


def test_why_it_takes_longer_is_told_with_the_version_that_was_read(browsing: Browsing) -> None:
    here = f"{DESK}/{REQUEST_ID}/longer"
    assert 'name="version" value="3"' in browsing.get(f"{here}?version=3").text
    assert 400 == browsing.post(here, {"version": "3", "because": ""}).status_code
    assert 302 == browsing.post(here, {"version": "3", "because": "Many places."}).status_code
    (said,) = heard(browsing, "ExtendPrivacyRequest")
    assert (REQUEST_ID, 3, "Many places.") == (
        said.request_id,
        said.expected_version,
        said.because,
    )
    browsing.gateway.backend.refuse(
        privacy_errors.ExtensionTooLate("The first month is over."), "ExtendPrivacyRequest"
    )
    late = browsing.post(here, {"version": "3", "because": "Many places."})
    assert (409, True) == (late.status_code, "too late" in late.text)
