"""An organisation's endpoints on the pages: kept, the secret once, tried, read about, let go."""

from html import unescape

import pytest

from chassis.errors import Invalid, Refusal, StaleVersion, Violation
from isp.alerts.v1 import deliveries_pb2
from isp.alerts.v1 import webhooks_pb2 as pb
from services.alerts.domain import errors
from tests.contract.gateway.browsing import Browsing
from tests.contract.gateway.route import ALERT_ID, DELIVERY_ID, KEY, WEBHOOK_ID
from tests.contract.gateway.test_page_asking import heard, main_of
from tests.contract.gateway.webhook_routes import DELIVERY, PING, WEBHOOK

LIST = "/account/webhooks"
HERE = f"{LIST}/{WEBHOOK_ID}"
NEW = {
    "url": " https://hooks.partner.example/a?b=c ",
    "mode": "TEST",
    "description": "Foyer",
    "contact_email": "desk@partner.example",
    "key": KEY,
}
SECRET = "whsec_c2VjcmV0"


@pytest.fixture(autouse=True)
def signed_in(browsing: Browsing) -> None:
    browsing.sign_in()


def test_the_list_says_how_each_is_doing(browsing: Browsing) -> None:
    page = unescape(browsing.get(LIST).text)
    assert "Public <b>address</b>" in page
    assert "switched off" in page
    assert f'href="{HERE}"' in page
    works = pb.Webhook(webhook_id=WEBHOOK_ID, url="https://a.example", mode=pb.WEBHOOK_MODE_LIVE)
    browsing.gateway.backend.answers["ListWebhooks"] = pb.ListWebhooksResponse(webhooks=[works])
    page = unescape(browsing.get(LIST).text)
    assert "Actual alerts, and no exercise · in use · a colleague answers for it" in page
    browsing.gateway.backend.answers["ListWebhooks"] = pb.ListWebhooksResponse()
    assert "There is none yet." in browsing.get(LIST).text
    assert "Nid oes un eto." in browsing.get(f"/cy{LIST}").text


def test_who_is_of_no_organisation_is_led_to_make_one(browsing: Browsing) -> None:
    browsing.gateway.backend.refuse(errors.NoOrganisation("x"), "ListWebhooks")
    answer = browsing.get(LIST)
    assert (302, "/account/premises") == (answer.status_code, answer.location)
    assert "You are of no organisation." in browsing.get("/account/premises").text


def test_an_endpoint_is_kept_and_its_secret_shown_this_once(browsing: Browsing) -> None:
    answer = browsing.post(f"{LIST}/new", NEW)
    assert 200 == answer.status_code
    assert SECRET in answer.text
    assert "private, no-store" == answer.headers["Cache-Control"]
    (asked,) = heard(browsing, "RegisterWebhook")
    assert (
        pb.RegisterWebhookRequest(
            url="https://hooks.partner.example/a?b=c",
            mode=pb.WEBHOOK_MODE_TEST,
            description="Foyer",
            contact_email="desk@partner.example",
            idempotency_key=KEY,
        )
        == asked
    )
    for path in (LIST, HERE):
        assert SECRET not in browsing.get(path).text


def test_a_secret_that_was_changed_since_is_not_shown(browsing: Browsing) -> None:
    browsing.gateway.backend.answers["RegisterWebhook"] = pb.RegisterWebhookResponse(
        webhook=WEBHOOK
    )
    assert "Its secret was shown before." in browsing.post(f"{LIST}/new", NEW).text


@pytest.mark.parametrize("name", ["url", "mode", "contact_email"])
def test_what_is_missing_is_said_at_its_field(browsing: Browsing, name: str) -> None:
    answer = browsing.post(f"{LIST}/new", NEW | {name: ""})
    assert (400, []) == (answer.status_code, heard(browsing, "RegisterWebhook"))
    assert f'href="#{name}"' in answer.text
    assert 'value="Foyer"' in answer.text


@pytest.mark.parametrize(
    ("refusal", "status", "words"),
    [
        (Invalid(Violation("url", "must be a public host by name")), 400, 'href="#url"'),
        (errors.TooManyWebhooks("x"), 409, "as many endpoints as one may have"),
        (errors.NoOrganisation("x"), 409, "You are of no organisation."),
    ],
)
def test_why_an_endpoint_was_not_kept_is_said_on_its_form(
    browsing: Browsing, refusal: Refusal, status: int, words: str
) -> None:
    browsing.gateway.backend.refuse(refusal, "RegisterWebhook")
    answer = browsing.post(f"{LIST}/new", NEW)
    assert status == answer.status_code
    assert words in unescape(answer.text)
    assert 'value="Foyer"' in answer.text


def test_the_log_says_what_became_of_each_and_leads_on(browsing: Browsing) -> None:
    page = unescape(browsing.get(f"{HERE}?page=a%2Bb").text)
    (asked,) = heard(browsing, "ListWebhookDeliveries")
    assert (WEBHOOK_ID, "a+b", 20) == (asked.webhook_id, asked.page_token, asked.page_size)
    assert "Ping" in page
    assert "Perhaps sent; tried again" in page
    assert "status 500" in page
    assert f"webhook-id: {DELIVERY_ID}" in page
    assert f'href="/alerts/{ALERT_ID}"' in page
    assert f'href="{HERE}?page=next%2Bpage"' in page
    assert 'value="replay"' not in page, "nothing of it has come to its end"
    assert 'value="enable"' in page


def test_only_what_has_come_to_its_end_can_be_sent_once_more(browsing: Browsing) -> None:
    dead = pb.WebhookDelivery()
    dead.CopyFrom(DELIVERY)
    dead.state = deliveries_pb2.DELIVERY_STATE_DEAD
    browsing.gateway.backend.answers["ListWebhookDeliveries"] = pb.ListWebhookDeliveriesResponse(
        deliveries=[dead, PING]
    )
    assert 1 == browsing.get(HERE).text.count('value="replay"')


@pytest.mark.parametrize(
    ("said", "rpc", "expected"),
    [
        ({"do": "ping"}, "PingWebhook", pb.PingWebhookRequest(idempotency_key=KEY)),
        ({"do": "enable"}, "EnableWebhook", pb.EnableWebhookRequest(expected_version=3)),
        (
            {"do": "replay", "delivery_id": DELIVERY_ID},
            "ReplayWebhookDelivery",
            pb.ReplayWebhookDeliveryRequest(delivery_id=DELIVERY_ID),
        ),
    ],
)
def test_a_button_does_what_it_says_and_leads_back(
    browsing: Browsing, said: dict[str, str], rpc: str, expected: object
) -> None:
    answer = browsing.post(HERE, {"key": KEY, "version": "3"} | said)
    assert (302, HERE) == (answer.status_code, answer.location)
    expected.webhook_id = WEBHOOK_ID  # type: ignore[attr-defined] # each of them has one
    assert [expected] == heard(browsing, rpc)
    assert "govuk-notification-banner--success" in browsing.get(HERE).text


def test_a_new_secret_is_shown_once_with_when_the_old_one_ends(browsing: Browsing) -> None:
    answer = browsing.post(
        HERE, {"do": "rotate", "key": KEY, "version": "3", "overlap_hours": "168"}
    )
    assert 200 == answer.status_code
    assert SECRET in answer.text
    assert "24 November 2026, 10:00" in answer.text
    (asked,) = heard(browsing, "RotateWebhookSecret")
    assert (3, 168) == (asked.expected_version, asked.overlap_hours)
    wrong = browsing.post(HERE, {"do": "rotate", "key": KEY, "version": "3", "overlap_hours": "9"})
    assert 400 == wrong.status_code
    assert 'href="#overlap_hours"' in wrong.text


@pytest.mark.parametrize(
    ("deed", "rpc", "refusal", "status", "words"),
    [
        ("rotate", "RotateWebhookSecret", StaleVersion("x"), 412, "What stands now is below."),
        ("enable", "EnableWebhook", Invalid(Violation("url", "must be public")), 400, "public"),
        ("ping", "PingWebhook", errors.TooManyPings("x"), 429, "Wait a minute"),
        ("replay", "ReplayWebhookDelivery", errors.DeliveryUnderWay("x"), 409, "tried already"),
        ("replay", "ReplayWebhookDelivery", errors.AlertOutOfDate("x"), 409, "after its end"),
    ],
)
def test_a_refusal_is_said_on_the_endpoints_page(
    browsing: Browsing, deed: str, rpc: str, refusal: Refusal, status: int, words: str
) -> None:
    browsing.gateway.backend.refuse(refusal, rpc)
    said = {"do": deed, "key": KEY, "version": "3", "overlap_hours": "24"}
    answer = browsing.post(HERE, said | {"delivery_id": DELIVERY_ID})
    assert status == answer.status_code
    assert words in unescape(main_of(answer.text))


def test_it_is_forgotten_after_one_more_question(browsing: Browsing) -> None:
    page = browsing.get(f"{HERE}/delete").text
    assert 'name="version" value="3"' in page
    assert [] == heard(browsing, "DeleteWebhook")
    answer = browsing.post(f"{HERE}/delete", {"version": "3"})
    assert (302, LIST) == (answer.status_code, answer.location)
    assert [pb.DeleteWebhookRequest(webhook_id=WEBHOOK_ID, expected_version=3)] == heard(
        browsing, "DeleteWebhook"
    )
    assert "The endpoint is forgotten." in browsing.get(LIST).text
    browsing.gateway.backend.refuse(StaleVersion("x"), "DeleteWebhook")
    browsing.post(f"{HERE}/delete", {"version": "3"})
    assert "The endpoint is forgotten." not in browsing.get(LIST).text


def test_another_deed_is_none(browsing: Browsing) -> None:
    assert 400 == browsing.post(HERE, {"do": "sell", "key": KEY}).status_code
