"""The routes of what is held of somebody without an account."""

from datetime import UTC, datetime
from typing import Any, Final

from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp

from isp.identity.v1 import held_pb2 as pb
from isp.identity.v1.subscriptions_pb2 import SUBSCRIPTION_CHANNEL_EMAIL, Region
from tests.contract.gateway.route import SUBSCRIPTION_ID, Route

_AT: Final = Timestamp()
_AT.FromDatetime(datetime(2026, 11, 24, 9, tzinfo=UTC))
_HELD: Final = "/v1/alert-subscriptions/held"
_MOVE: Final = {"look": "l", "from_postcode": "SW1A 1AA", "to_postcode": "CF10 1EP"}
HELD_ROUTES: Final = (
    Route(
        "POST",
        f"{_HELD}/links",
        "RequestHeld",
        pb.RequestHeldRequest(channel=SUBSCRIPTION_CHANNEL_EMAIL, address="owner@cafe.example"),
        status=202,
        body={"channel": "EMAIL", "address": "owner@cafe.example"},
    ),
    Route("POST", f"{_HELD}/looks", "OpenHeld", pb.OpenHeldRequest(token="t"), body={"token": "t"}),
    Route("POST", _HELD, "GetHeld", pb.GetHeldRequest(look="l"), body={"look": "l"}),
    Route(
        "POST",
        f"{_HELD}/postcode",
        "ChangeHeldPostcode",
        pb.ChangeHeldPostcodeRequest(**_MOVE),
        body=_MOVE,
    ),
    Route(
        "POST", f"{_HELD}/erasure", "EraseHeld", pb.EraseHeldRequest(look="l"), body={"look": "l"}
    ),
)
HELD: Final = pb.Held(
    channel=SUBSCRIPTION_CHANNEL_EMAIL,
    address="owner@cafe.example",
    subscription=pb.HeldSubscription(
        subscription_id=SUBSCRIPTION_ID,
        active=True,
        postcodes=["SW1A 1AA"],
        regions=[Region(code="LON", name="London")],
        language="en",
        started_at=_AT,
    ),
    requests=[
        pb.HeldRequest(
            postcode="SW1A 1AA",
            language="en",
            wording_version="2026-11",
            wording="I agree.",
            asked_at=_AT,
            confirmed_at=_AT,
        )
    ],
    messages=[pb.HeldMessage(about="subscribed", kept_at=_AT, sent_at=_AT)],
)
ANSWERS: Final[dict[str, Message]] = {
    "RequestHeld": pb.RequestHeldResponse(),
    "OpenHeld": pb.OpenHeldResponse(look="l", until=_AT, held=HELD),
    "GetHeld": pb.GetHeldResponse(held=HELD),
    "ChangeHeldPostcode": pb.ChangeHeldPostcodeResponse(held=HELD),
    "EraseHeld": pb.EraseHeldResponse(),
}
_TIME: Final = "2026-11-24T09:00:00.000Z"
_READ: Final[dict[str, Any]] = {
    "channel": "EMAIL",
    "address": "owner@cafe.example",
    "subscription": {
        "subscription_id": SUBSCRIPTION_ID,
        "active": True,
        "postcodes": ["SW1A 1AA"],
        "regions": [{"code": "LON", "name": "London"}],
        "language": "en",
        "started_at": _TIME,
        "stopped_at": None,
        "forgotten_at": None,
        "of_account": False,
    },
    "requests": [
        {
            "postcode": "SW1A 1AA",
            "language": "en",
            "wording_version": "2026-11",
            "wording": "I agree.",
            "asked_at": _TIME,
            "confirmed_at": _TIME,
        }
    ],
    "messages": [{"about": "subscribed", "kept_at": _TIME, "sent_at": _TIME}],
}
READ: Final[dict[str, Any]] = {
    "RequestHeld": {"next": "If we hold anything, open the link in the message that we send."},
    "OpenHeld": {"look": "l", "until": _TIME, "held": _READ},
    "GetHeld": _READ,
    "ChangeHeldPostcode": _READ,
    "EraseHeld": {"erased": True},
}
"""What the gateway makes of these answers."""
