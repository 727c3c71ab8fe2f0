"""The routes that lead to endpoints of organisations: what they say, hear and show."""

from datetime import UTC, datetime
from typing import Any, Final

from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp

from isp.alerts.v1 import alert_pb2, deliveries_pb2
from isp.alerts.v1 import webhooks_pb2 as pb
from tests.contract.gateway.route import (
    ALERT_ID,
    DELIVERY_ID,
    KEY,
    VERSION,
    WEBHOOK_ID,
    Route,
)

_URL: Final = "https://hooks.partner.example/a?b=c"
WEBHOOK_BODY: Final[dict[str, Any]] = {
    "url": _URL,
    "mode": "TEST",
    "description": "Public <b>address</b>",
    "contact_email": "desk@partner.example",
}
_ONE: Final = "/v1/webhooks/{webhook_id}"
_NAMED: Final[dict[str, Any]] = {"webhook_id": WEBHOOK_ID, "expected_version": VERSION}

WEBHOOK_ROUTES: Final = (
    Route(
        "POST",
        "/v1/webhooks",
        "RegisterWebhook",
        status=201,
        body=WEBHOOK_BODY,
        needs_key=True,
        message=pb.RegisterWebhookRequest(
            **WEBHOOK_BODY | {"mode": pb.WEBHOOK_MODE_TEST}, idempotency_key=KEY
        ),
    ),
    Route("GET", "/v1/webhooks", "ListWebhooks", pb.ListWebhooksRequest()),
    Route("GET", _ONE, "GetWebhook", pb.GetWebhookRequest(webhook_id=WEBHOOK_ID)),
    Route(
        "POST",
        f"{_ONE}/secret",
        "RotateWebhookSecret",
        body={"overlap_hours": 3},
        needs_version=True,
        message=pb.RotateWebhookSecretRequest(**_NAMED, overlap_hours=3),
    ),
    Route(
        "POST",
        f"{_ONE}/enablement",
        "EnableWebhook",
        needs_version=True,
        message=pb.EnableWebhookRequest(**_NAMED),
    ),
    Route(
        "DELETE",
        _ONE,
        "DeleteWebhook",
        status=204,
        needs_version=True,
        answers="text/html",
        message=pb.DeleteWebhookRequest(**_NAMED),
    ),
    Route(
        "POST",
        f"{_ONE}/test",
        "PingWebhook",
        status=202,
        needs_key=True,
        message=pb.PingWebhookRequest(webhook_id=WEBHOOK_ID, idempotency_key=KEY),
    ),
    Route(
        "GET",
        f"{_ONE}/deliveries",
        "ListWebhookDeliveries",
        query={"page_size": 7, "page_token": "a+b/c="},
        message=pb.ListWebhookDeliveriesRequest(
            webhook_id=WEBHOOK_ID, page_size=7, page_token="a+b/c="
        ),
    ),
    Route(
        "POST",
        f"{_ONE}/deliveries/{{delivery_id}}/replay",
        "ReplayWebhookDelivery",
        status=202,
        message=pb.ReplayWebhookDeliveryRequest(webhook_id=WEBHOOK_ID, delivery_id=DELIVERY_ID),
    ),
)


def _at(hour: int) -> Timestamp:
    moment = Timestamp()
    moment.FromDatetime(datetime(2026, 11, 24, hour, tzinfo=UTC))
    return moment


WEBHOOK: Final = pb.Webhook(
    webhook_id=WEBHOOK_ID,
    url=_URL,
    mode=pb.WEBHOOK_MODE_TEST,
    description="Public <b>address</b>",
    contact_email="desk@partner.example",
    owned_by_caller=True,
    version=3,
    created_at=_at(8),
    disabled_at=_at(9),
    disabled_why="gone",
    failing_since=_at(7),
    previous_secret_ends_at=_at(10),
)
DELIVERY: Final = pb.WebhookDelivery(
    delivery_id=DELIVERY_ID,
    alert_id=ALERT_ID,
    notice=alert_pb2.ALERT_STATUS_ALL_CLEAR,
    state=deliveries_pb2.DELIVERY_STATE_UNKNOWN,
    attempts=2,
    possible_repeats=1,
    answer="status 500",
    queued_at=_at(8),
    handed_at=_at(9),
    due_at=_at(10),
)
PING: Final = pb.WebhookDelivery(
    delivery_id=DELIVERY_ID, state=deliveries_pb2.DELIVERY_STATE_QUEUED, queued_at=_at(8)
)
ANSWERS: Final[dict[str, Message]] = {
    "RegisterWebhook": pb.RegisterWebhookResponse(webhook=WEBHOOK, secret="whsec_c2VjcmV0"),
    "ListWebhooks": pb.ListWebhooksResponse(webhooks=[WEBHOOK]),
    "GetWebhook": pb.GetWebhookResponse(webhook=WEBHOOK),
    "RotateWebhookSecret": pb.RotateWebhookSecretResponse(webhook=WEBHOOK, secret="whsec_c2VjcmV0"),
    "EnableWebhook": pb.EnableWebhookResponse(webhook=WEBHOOK),
    "DeleteWebhook": pb.DeleteWebhookResponse(),
    "PingWebhook": pb.PingWebhookResponse(delivery=PING),
    "ListWebhookDeliveries": pb.ListWebhookDeliveriesResponse(
        deliveries=[DELIVERY, PING], next_page_token="next+page"
    ),
    "ReplayWebhookDelivery": pb.ReplayWebhookDeliveryResponse(delivery=DELIVERY),
}
_WEBHOOK_READ: Final = WEBHOOK_BODY | {
    "webhook_id": WEBHOOK_ID,
    "owned_by_caller": True,
    "version": 3,
    "created_at": "2026-11-24T08:00:00.000Z",
    "disabled_at": "2026-11-24T09:00:00.000Z",
    "disabled_why": "gone",
    "failing_since": "2026-11-24T07:00:00.000Z",
    "previous_secret_ends_at": "2026-11-24T10:00:00.000Z",
}
_WITH_SECRET: Final = _WEBHOOK_READ | {"secret": "whsec_c2VjcmV0"}
_DELIVERY_READ: Final = {
    "delivery_id": DELIVERY_ID,
    "alert_id": ALERT_ID,
    "notice": "ALL_CLEAR",
    "state": "UNKNOWN",
    "attempts": 2,
    "possible_repeats": 1,
    "answer": "status 500",
    "queued_at": "2026-11-24T08:00:00.000Z",
    "handed_at": "2026-11-24T09:00:00.000Z",
    "due_at": "2026-11-24T10:00:00.000Z",
}
_PING_READ: Final = {
    "delivery_id": DELIVERY_ID,
    "alert_id": None,
    "notice": "PING",
    "state": "QUEUED",
    "attempts": 0,
    "possible_repeats": 0,
    "answer": "",
    "queued_at": "2026-11-24T08:00:00.000Z",
    "handed_at": None,
    "due_at": None,
}
READ: Final[dict[str, Any]] = {
    "RegisterWebhook": _WITH_SECRET,
    "RotateWebhookSecret": _WITH_SECRET,
    "ListWebhooks": {"webhooks": [_WEBHOOK_READ]},
    "GetWebhook": _WEBHOOK_READ,
    "EnableWebhook": _WEBHOOK_READ,
    "PingWebhook": _PING_READ,
    "ListWebhookDeliveries": {
        "deliveries": [_DELIVERY_READ, _PING_READ],
        "next_page_token": "next+page",
    },
    "ReplayWebhookDelivery": _DELIVERY_READ,
}
