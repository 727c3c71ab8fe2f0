"""The routes of alerts without an account."""

from typing import Any, Final

from google.protobuf.message import Message

from isp.identity.v1 import alert_mails_pb2, sign_ins_pb2, subscriptions_pb2
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
    Route(
        "GET",
        "/v1/me/alert-mails",
        "GetAlertMails",
        message=alert_mails_pb2.GetAlertMailsRequest(),
    ),
    Route(
        "PUT",
        "/v1/me/alert-mails",
        "StartAlertMails",
        message=alert_mails_pb2.StartAlertMailsRequest(),
    ),
    Route(
        "DELETE",
        "/v1/me/alert-mails",
        "StopAlertMails",
        message=alert_mails_pb2.StopAlertMailsRequest(),
    ),
    Route(
        "POST",
        "/v1/me/sign-out-everywhere",
        "SignOutEverywhere",
        message=sign_ins_pb2.SignOutEverywhereRequest(),
    ),
)

_SIGNED_OUT: Final = sign_ins_pb2.SignOutEverywhereResponse()
_SIGNED_OUT.valid_after.FromJsonString("2026-11-24T12:00:00Z")
_MAILS: Final = alert_mails_pb2.AlertMails(address="owner@cafe.example", active=True)
ANSWERS: Final[dict[str, Message]] = {
    "GetAlertMails": alert_mails_pb2.GetAlertMailsResponse(alert_mails=_MAILS),
    "StartAlertMails": alert_mails_pb2.StartAlertMailsResponse(alert_mails=_MAILS),
    "StopAlertMails": alert_mails_pb2.StopAlertMailsResponse(alert_mails=_MAILS),
    "SignOutEverywhere": _SIGNED_OUT,
}
_READ: Final[dict[str, Any]] = {"address": "owner@cafe.example", "active": True}
READ: Final[dict[str, Any]] = dict.fromkeys(
    ("GetAlertMails", "StartAlertMails", "StopAlertMails"), _READ
) | {"SignOutEverywhere": {"valid_after": "2026-11-24T12:00:00Z"}}
"""What the gateway makes of these answers."""
