"""The routes of notifications: what they say, hear and show."""

from typing import Any, Final

from google.protobuf.message import Message

from isp.alerts.v1 import push_pb2 as pb
from tests.contract.gateway.route import KEY, SUBSCRIPTION_ID, Route

_BODY: Final[dict[str, Any]] = {
    "endpoint": "https://push.browser.example/abc",
    "p256dh": "BPoint",
    "auth": "secret",
    "language": "cy",
}
PUSH_ROUTES: Final = (
    Route("GET", "/v1/push-key", "GetPushKey", pb.GetPushKeyRequest()),
    Route(
        "POST",
        "/v1/me/push-subscriptions",
        "SubscribePush",
        status=201,
        body=_BODY,
        needs_key=True,
        message=pb.SubscribePushRequest(**_BODY, idempotency_key=KEY),
    ),
    Route(
        "DELETE",
        "/v1/me/push-subscriptions/{subscription_id}",
        "UnsubscribePush",
        status=204,
        answers="text/html",
        message=pb.UnsubscribePushRequest(subscription_id=SUBSCRIPTION_ID),
    ),
)
ANSWERS: Final[dict[str, Message]] = {
    "GetPushKey": pb.GetPushKeyResponse(public_key="BKey"),
    "SubscribePush": pb.SubscribePushResponse(subscription_id=SUBSCRIPTION_ID),
    "UnsubscribePush": pb.UnsubscribePushResponse(),
}
READ: Final[dict[str, Any]] = {
    "GetPushKey": {"public_key": "BKey"},
    "SubscribePush": {"subscription_id": SUBSCRIPTION_ID},
}
