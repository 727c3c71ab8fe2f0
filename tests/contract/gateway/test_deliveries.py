"""How far an alert got, on its desk's page; and the provider's receipts."""

import grpc
import pytest

from isp.alerts.v1 import alert_pb2, alerts_pb2, deliveries_pb2
from services.alerts.domain.errors import CallbackRefused
from tests.contract.gateway.answers import ALERT
from tests.contract.gateway.backend import NotOurs
from tests.contract.gateway.browsing import Browsing
from tests.contract.gateway.route import ALERT_ID
from tests.contract.gateway.stage import Gateway, problem, status_and_reason

DESK = f"/desk/alerts/{ALERT_ID}"
CALLBACK = "/v1/alerts/callbacks/sms-receipts"
RECEIPT = {
    "id": "p-1",
    "reference": ALERT_ID,
    "to": "+447700900123",
    "status": "delivered",
    "notification_type": "sms",
    "completed_at": "2026-11-24T12:00:00.000000Z",
}


def answered(gateway: Gateway, **given: object) -> None:
    """Let the service answer with an alert like this."""
    alert = alert_pb2.Alert()
    alert.CopyFrom(ALERT)
    for name, value in given.items():
        setattr(alert, name, value)
    gateway.backend.answers["GetAlert"] = alerts_pb2.GetAlertResponse(alert=alert)


@pytest.mark.parametrize(
    ("prefix", "words"),
    [
        ("", ("Messages sent", "Text message", "Perhaps sent; tried again", "still finding")),
        ("/cy", ("Negeseuon a anfonwyd", "Neges destun", "efallai", "dal i ddod o hyd")),
    ],
)
def test_the_desk_shows_how_far_an_alert_got(
    browsing: Browsing, prefix: str, words: tuple[str, ...]
) -> None:
    browsing.sign_in()
    page = browsing.get(prefix + DESK).text
    for each in (*words, ": 12<", ": 34<"):
        assert each in page, each


def test_the_desk_says_so_when_it_cannot_be_shown_and_when_nobody_gets_any(
    browsing: Browsing,
) -> None:
    browsing.sign_in()
    browsing.gateway.backend.refuse(NotOurs(grpc.StatusCode.UNAVAILABLE), "GetDeliveries")
    away = browsing.get(DESK)
    assert 200 == away.status_code
    assert "cannot be shown at the moment" in away.text
    browsing.gateway.backend.begin()
    browsing.gateway.backend.answers["GetDeliveries"] = alerts_pb2.GetDeliveriesResponse(
        runs=[deliveries_pb2.DeliveryRun(notice=alert_pb2.ALERT_STATUS_ISSUED)]
    )
    assert "Nobody whom it is for" in browsing.get(DESK).text


def test_nobody_is_asked_about_what_was_never_issued_or_is_not_theirs_to_follow(
    browsing: Browsing,
) -> None:
    browsing.sign_in()
    answered(browsing.gateway, digest=b"")
    assert "Messages sent" not in browsing.get(DESK).text
    draft = alert_pb2.Alert()
    draft.CopyFrom(ALERT)
    draft.ClearField("issued_at")
    browsing.gateway.backend.answers["GetAlert"] = alerts_pb2.GetAlertResponse(alert=draft)
    assert "Messages sent" not in browsing.get(DESK).text
    assert "GetDeliveries" not in [each.rpc for each in browsing.gateway.backend.heard]


@pytest.mark.parametrize(
    ("status", "report"),
    [
        ("delivered", deliveries_pb2.DELIVERY_REPORT_DELIVERED),
        ("permanent-failure", deliveries_pb2.DELIVERY_REPORT_PERMANENT),
        ("temporary-failure", deliveries_pb2.DELIVERY_REPORT_TEMPORARY),
        ("technical-failure", deliveries_pb2.DELIVERY_REPORT_TEMPORARY),
        ("sending", deliveries_pb2.DELIVERY_REPORT_UNSPECIFIED),
    ],
)
def test_a_receipt_goes_to_the_service_with_the_providers_secret(
    gateway: Gateway, status: str, report: deliveries_pb2.DeliveryReport.ValueType
) -> None:
    """And not as a token: the service would look for a person behind it."""
    body = RECEIPT | {"status": status}
    answer = gateway.ask("POST", CALLBACK, {"Authorization": "Bearer s3cret"}, json=body)
    assert (200, {}) == (answer.status_code, answer.get_json())
    heard = gateway.backend.only
    assert "authorization" not in heard.metadata
    assert heard.message == alerts_pb2.RecordReceiptRequest(
        secret="s3cret", reference=ALERT_ID, provider_id="p-1", report=report
    )


@pytest.mark.parametrize("said", [{}, {"Authorization": "Bearer"}])
def test_a_missing_secret_is_judged_as_a_wrong_one(gateway: Gateway, said: dict[str, str]) -> None:
    gateway.backend.refuse(CallbackRefused("No."))
    answer = gateway.ask("POST", CALLBACK, said, json=RECEIPT)
    assert (401, "CALLBACK_REFUSED") == status_and_reason(answer)
    assert gateway.backend.only.message.secret


@pytest.mark.parametrize("field", ["id", "status"])
def test_a_receipt_without_what_we_read_is_refused(gateway: Gateway, field: str) -> None:
    body = {name: value for name, value in RECEIPT.items() if name != field}
    answer = gateway.ask("POST", CALLBACK, json=body)
    assert [field] == [each["field"] for each in problem(answer)["errors"]]


def test_a_receipt_of_a_text_without_a_reference_is_taken(gateway: Gateway) -> None:
    answer = gateway.ask("POST", CALLBACK, json=RECEIPT | {"reference": None})
    assert 200 == answer.status_code
    assert "" == gateway.backend.only.message.reference
