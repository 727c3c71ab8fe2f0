"""The routes of alerts without an account."""

from typing import Any, Final

from isp.identity.v1 import subscriptions_pb2
from tests.contract.gateway.route import KEY, Route

_SUBSCRIPTIONS: Final = "/v1/alert-subscriptions"
SUBSCRIPTION: Final[dict[str, Any]] = {
    "channel": "EMAIL",
    "address": "owner@cafe.example",
    "postcode": "sw1a1aa",
    "language": "cy",
    "wording_version": "2026-11",
}
_EMAIL: Final = subscriptions_pb2.SUBSCRIPTION_CHANNEL_EMAIL
SUBSCRIPTION_ROUTES: Final = (
    Route(
        "GET",
        f"{_SUBSCRIPTIONS}/consent-wording",
        "GetConsentWording",
        query={"language": "cy"},
        message=subscriptions_pb2.GetConsentWordingRequest(language="cy"),
    ),
    Route(
        "GET",
        "/v1/postcodes/{postcode}",
        "ResolvePostcode",
        message=subscriptions_pb2.ResolvePostcodeRequest(postcode="SW1A 1AA"),
    ),
    Route(
        "GET",
        "/v1/postcode-areas/{area}",
        "GetPostcodeArea",
        message=subscriptions_pb2.GetPostcodeAreaRequest(area="SW1A"),
    ),
    Route(
        "POST",
        _SUBSCRIPTIONS,
        "StartSubscription",
        status=202,
        body=SUBSCRIPTION,
        needs_key=True,
        message=subscriptions_pb2.StartSubscriptionRequest(
            **SUBSCRIPTION | {"channel": _EMAIL}, idempotency_key=KEY
        ),
    ),
    Route(
        "POST",
        f"{_SUBSCRIPTIONS}/confirmation",
        "ConfirmSubscription",
        body={"token": "t"},
        message=subscriptions_pb2.ConfirmSubscriptionRequest(token="t"),
    ),
    Route(
        "POST",
        f"{_SUBSCRIPTIONS}/stop-requests",
        "RequestStop",
        status=202,
        body={"channel": "EMAIL", "address": "owner@cafe.example"},
        message=subscriptions_pb2.RequestStopRequest(channel=_EMAIL, address="owner@cafe.example"),
    ),
    Route(
        "POST",
        f"{_SUBSCRIPTIONS}/stop",
        "StopSubscription",
        body={"token": "t", "forget_now": True},
        message=subscriptions_pb2.StopSubscriptionRequest(token="t", forget_now=True),
    ),
)
