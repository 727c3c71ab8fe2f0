"""What is held of somebody who has alerts without an account, by REST."""

from http import HTTPStatus
from typing import Any, Final

from apiflask import APIBlueprint, Schema
from apiflask.validators import Length
from flask import Response, jsonify

from isp.identity.v1 import held_pb2 as pb
from isp.identity.v1 import subscriptions_pb2
from services.gateway.clients import clients
from services.gateway.limits import count_contact
from services.gateway.resources.alert_json import time_json
from services.gateway.resources.fields import String
from services.gateway.resources.subscriptions import ContactIn, channel_pb, regions_json

held = APIBlueprint(
    "held", __name__, url_prefix="/v1/alert-subscriptions/held", tag="Alerts without an account"
)
_OVER: Final = "Not known, over, or nothing is held"


class LinkIn(Schema):
    """The token of the link."""

    token = String(required=True, validate=Length(min=1, max=200))


class LookIn(Schema):
    """The look that the link opened: a secret."""

    look = String(required=True, validate=Length(min=1, max=200))


class PostcodeIn(LookIn):
    """Which postcode goes, and which comes."""

    from_postcode = String(required=True, validate=Length(min=1, max=20))
    to_postcode = String(required=True, validate=Length(min=1, max=20))


def held_json(found: pb.Held) -> dict[str, Any]:
    """Return all that is held, as a program reads it: the copy that people take is this."""
    there = found.HasField("subscription")
    return {
        "channel": _channel(found.channel),
        "address": found.address,
        "subscription": _subscription(found.subscription) if there else None,
        "requests": [_request(each) for each in found.requests],
        "messages": [
            {
                "about": each.about,
                "kept_at": time_json(each.kept_at),
                "sent_at": time_json(each.sent_at) if each.HasField("sent_at") else None,
            }
            for each in found.messages
        ],
    }


def _channel(channel: subscriptions_pb2.SubscriptionChannel.ValueType) -> str:
    name = subscriptions_pb2.SubscriptionChannel.Name(channel)
    return name.removeprefix("SUBSCRIPTION_CHANNEL_")


def _subscription(there: pb.HeldSubscription) -> dict[str, Any]:
    over = there.HasField("stopped_at")
    return {
        "subscription_id": there.subscription_id,
        "active": there.active,
        "postcodes": list(there.postcodes),
        "regions": regions_json(there.regions),
        "language": there.language,
        "started_at": time_json(there.started_at),
        "stopped_at": time_json(there.stopped_at) if over else None,
        "forgotten_at": time_json(there.forgotten_at) if over else None,
        "of_account": there.of_account,
    }


def _request(asked: pb.HeldRequest) -> dict[str, Any]:
    confirmed = asked.HasField("confirmed_at")
    return {
        "postcode": asked.postcode,
        "language": asked.language,
        "wording_version": asked.wording_version,
        "wording": asked.wording,
        "asked_at": time_json(asked.asked_at),
        "confirmed_at": time_json(asked.confirmed_at) if confirmed else None,
    }


@held.post("/links")
@held.input(ContactIn, arg_name="said")
@held.doc(
    summary="Have a link to all that is held of an address sent to it",
    description="The answer is the same whether or not anything is. The link is good once.",
    responses={202: "If anything is held, a link follows", 429: "Asked too often"},
)
def request_held(said: dict[str, Any]) -> tuple[Response, int]:
    """Have the link sent."""
    count_contact(said["address"])
    message = pb.RequestHeldRequest(channel=channel_pb(said["channel"]), address=said["address"])
    clients().call(clients().held.RequestHeld, message)
    shown = {"next": "If we hold anything, open the link in the message that we send."}
    return jsonify(shown), HTTPStatus.ACCEPTED


@held.post("/looks")
@held.input(LinkIn, arg_name="said")
@held.doc(
    summary="Spend the link: a look of half an hour, and what is held",
    responses={200: "The look, and all that is held", 404: _OVER},
)
def open_held(said: dict[str, Any]) -> Response:
    """Begin a look."""
    made = clients().call(clients().held.OpenHeld, pb.OpenHeldRequest(token=said["token"]))
    shown = {"look": made.look, "until": time_json(made.until), "held": held_json(made.held)}
    return jsonify(shown)


@held.post("")
@held.input(LookIn, arg_name="said")
@held.doc(
    summary="All that is held, by a look",
    description="By POST, since a look is a secret, and addresses of requests are logged.",
    responses={200: "All of it", 404: _OVER},
)
def get_held(said: dict[str, Any]) -> Response:
    """Show it again."""
    found = clients().call(clients().held.GetHeld, pb.GetHeldRequest(look=said["look"]))
    return jsonify(held_json(found.held))


@held.post("/postcode")
@held.input(PostcodeIn, arg_name="said")
@held.doc(
    summary="Put one postcode in the place of another",
    responses={200: "What is held now", 400: "Wrong input", 404: _OVER, 409: "Not theirs"},
)
def change_held_postcode(said: dict[str, Any]) -> Response:
    """Be warned about another place."""
    message = pb.ChangeHeldPostcodeRequest(**said)
    changed = clients().call(clients().held.ChangeHeldPostcode, message)
    return jsonify(held_json(changed.held))


@held.post("/erasure")
@held.input(LookIn, arg_name="said")
@held.doc(
    summary="End alerts to the address, and forget it at once",
    responses={200: "It is forgotten", 404: _OVER},
)
def erase_held(said: dict[str, Any]) -> Response:
    """End and forget it."""
    clients().call(clients().held.EraseHeld, pb.EraseHeldRequest(look=said["look"]))
    return jsonify({"erased": True})
