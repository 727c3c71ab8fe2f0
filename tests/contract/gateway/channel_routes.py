"""The routes that lead to how one is told."""

from typing import Any, Final

from google.protobuf.message import Message

from isp.identity.v1 import channels_pb2 as pb
from isp.identity.v1 import subscriptions_pb2
from tests.contract.gateway.route import KEY, REQUEST_ID, SUBSCRIPTION_ID, Route

_CHANNELS: Final = "/v1/me/channels"
_SMS: Final = subscriptions_pb2.SUBSCRIPTION_CHANNEL_SMS
_NIGHT: Final = pb.QuietHours(from_minute=1320, until_minute=425)

CHANNEL_ROUTES: Final = (
    Route("GET", _CHANNELS, "GetChannels", pb.GetChannelsRequest()),
    Route(
        "PUT",
        _CHANNELS,
        "SetTelling",
        pb.SetTellingRequest(language="cy", quiet_hours=_NIGHT),
        body={"language": "cy", "quiet_hours": {"starts": "22:00", "ends": "07:05"}},
    ),
    Route(
        "POST",
        f"{_CHANNELS}/further",
        "AddChannel",
        pb.AddChannelRequest(channel=_SMS, address="07700 900123", idempotency_key=KEY),
        status=202,
        body={"channel": "SMS", "address": "07700 900123"},
        needs_key=True,
    ),
    Route(
        "POST",
        f"{_CHANNELS}/further/confirm",
        "ConfirmChannel",
        pb.ConfirmChannelRequest(token="abc"),
        body={"token": "abc"},
    ),
    Route(
        "POST",
        f"{_CHANNELS}/further/requests/{{request_id}}/code",
        "ConfirmChannel",
        pb.ConfirmChannelRequest(request_id=REQUEST_ID, code="123456"),
        body={"code": "123456"},
    ),
    Route(
        "DELETE",
        f"{_CHANNELS}/further/{{channel_id}}",
        "RemoveChannel",
        pb.RemoveChannelRequest(channel_id=SUBSCRIPTION_ID),
        status=204,
        answers="",
    ),
)
CHANNELS: Final = pb.Channels(
    email="owner@cafe.example",
    mails_active=True,
    language="cy",
    quiet_hours=_NIGHT,
    postcodes=["SW1A 1AA"],
    further=[
        pb.FurtherChannel(
            channel_id=SUBSCRIPTION_ID,
            channel=_SMS,
            address="+447700900123",
            postcodes=["CF10 1EP"],
        )
    ],
)
ANSWERS: Final[dict[str, Message]] = {
    "GetChannels": pb.GetChannelsResponse(channels=CHANNELS),
    "SetTelling": pb.SetTellingResponse(channels=CHANNELS),
    "AddChannel": pb.AddChannelResponse(request_id=REQUEST_ID),
    "ConfirmChannel": pb.ConfirmChannelResponse(channels=CHANNELS),
    "RemoveChannel": pb.RemoveChannelResponse(),
}
_READ: Final[dict[str, Any]] = {
    "email": "owner@cafe.example",
    "mails_active": True,
    "language": "cy",
    "quiet_hours": {"starts": "22:00", "ends": "07:05"},
    "postcodes": ["SW1A 1AA"],
    "further": [
        {
            "channel_id": SUBSCRIPTION_ID,
            "channel": "SMS",
            "address": "+447700900123",
            "postcodes": ["CF10 1EP"],
        }
    ],
}
READ: Final[dict[str, Any]] = {
    "GetChannels": _READ,
    "SetTelling": _READ,
    "AddChannel": {"request_id": REQUEST_ID},
    "ConfirmChannel": _READ,
}
"""What the gateway makes of these answers."""
