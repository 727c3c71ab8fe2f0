"""Messages that were given up, on the pages: why, and trying one again."""

from html import unescape

import pytest

from chassis.errors import Denied, Refusal
from isp.alerts.v1 import dead_letters_pb2 as pb
from isp.alerts.v1 import deliveries_pb2
from services.alerts.domain import errors
from tests.contract.gateway.browsing import Browsing
from tests.contract.gateway.dead_letter_routes import ANSWERS
from tests.contract.gateway.route import ALERT_ID, DELIVERY_ID
from tests.contract.gateway.test_page_asking import heard

HERE = "/desk/given-up"


@pytest.fixture(autouse=True)
def signed_in(browsing: Browsing) -> None:
    browsing.sign_in()


def _in_time(browsing: Browsing) -> None:
    """Let the dead letter be one that may still be tried."""
    found = pb.ListDeadDeliveriesResponse()
    found.CopyFrom(ANSWERS["ListDeadDeliveries"])
    found.deliveries[0].send_by.GetCurrentTime()
    found.deliveries[0].send_by.seconds += 3600
    browsing.gateway.backend.answers["ListDeadDeliveries"] = found


def test_each_says_why_and_by_which_way_and_never_whom_it_was_for(browsing: Browsing) -> None:
    _in_time(browsing)
    page = unescape(browsing.get(f"{HERE}?page=a%2Bb").text)
    (asked,) = heard(browsing, "ListDeadDeliveries")
    assert ("a+b", 20) == (asked.page_token, asked.page_size)
    for said in ("status 500", "tried 16 times", f'href="/desk/alerts/{ALERT_ID}"'):
        assert said in page
    assert f'name="delivery_id" value="{DELIVERY_ID}"' in page
    assert f'href="{HERE}?page=next%2Bpage"' in page


def test_one_whose_time_is_over_offers_nothing(browsing: Browsing) -> None:
    found = pb.ListDeadDeliveriesResponse()
    found.CopyFrom(ANSWERS["ListDeadDeliveries"])
    found.deliveries[0].send_by.FromSeconds(1)
    browsing.gateway.backend.answers["ListDeadDeliveries"] = found
    page = browsing.get(HERE).text
    assert "an alert never arrives after its end" in page
    assert 'name="delivery_id"' not in page


def test_an_empty_page_that_leads_on_says_so(browsing: Browsing) -> None:
    answers = browsing.gateway.backend.answers
    answers["ListDeadDeliveries"] = pb.ListDeadDeliveriesResponse(next_page_token="on")
    page = browsing.get(HERE).text
    assert "There is no such message on this page." in page
    assert f'href="{HERE}?page=on"' in page
    answers["ListDeadDeliveries"] = pb.ListDeadDeliveriesResponse()
    assert "No message was given up." in browsing.get(HERE).text


def test_one_is_tried_again_and_the_page_stays_where_it_was(browsing: Browsing) -> None:
    answer = browsing.post(f"{HERE}?page=here", {"delivery_id": DELIVERY_ID})
    assert (302, f"{HERE}?page=here") == (answer.status_code, answer.location)
    assert [pb.RequeueDeadDeliveryRequest(delivery_id=DELIVERY_ID)] == heard(
        browsing, "RequeueDeadDelivery"
    )
    assert "The message is tried again" in browsing.get(HERE).text
    assert 400 == browsing.post(HERE, {"delivery_id": "all"}).status_code


@pytest.mark.parametrize(
    ("refusal", "status", "words"),
    [
        (errors.DeliveryNotFound("x"), 404, "There is no such delivery."),
        (errors.AlertOutOfDate("x"), 409, "an alert never arrives after its end"),
    ],
)
def test_a_refusal_is_said_on_the_page(
    browsing: Browsing, refusal: Refusal, status: int, words: str
) -> None:
    browsing.gateway.backend.refuse(refusal, "RequeueDeadDelivery")
    answer = browsing.post(HERE, {"delivery_id": DELIVERY_ID})
    assert status == answer.status_code
    assert words in unescape(answer.text)


def test_who_may_not_operate_the_platform_is_told_so(browsing: Browsing) -> None:
    browsing.gateway.backend.refuse(Denied("x"), "ListDeadDeliveries")
    assert 403 == browsing.get(HERE).status_code


def test_all_of_a_channel_are_tried_again_and_it_is_said_how_many(browsing: Browsing) -> None:
    answer = browsing.post(f"{HERE}/all", {"channel": "SMS"})
    assert (302, HERE) == (answer.status_code, answer.location)
    (asked,) = heard(browsing, "RequeueDeadDeliveries")
    assert deliveries_pb2.DELIVERY_CHANNEL_SMS == asked.channel
    page = browsing.get(HERE).text
    assert "7 messages are tried again. Others are left" in page
    assert 400 == browsing.post(f"{HERE}/all", {"channel": "PIGEON"}).status_code
