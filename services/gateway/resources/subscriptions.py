"""Alerts without an account, by REST: a postcode and a confirmed e-mail address or phone."""

from http import HTTPStatus
from typing import Any, ClassVar, Final

from apiflask import APIBlueprint, Schema
from apiflask.fields import Boolean
from apiflask.validators import Length, OneOf
from flask import Response, jsonify, request
from marshmallow import EXCLUDE, RAISE, ValidationError, validates_schema

from isp.identity.v1 import subscriptions_pb2 as pb
from services.gateway.clients import clients
from services.gateway.headers import public
from services.gateway.limits import count_contact
from services.gateway.preconditions import idempotency_key
from services.gateway.resources.fields import String

subscriptions = APIBlueprint(
    "subscriptions", __name__, url_prefix="/v1", tag="Alerts without an account"
)

CHANNELS: Final = ("EMAIL", "SMS")
NEXT: Final = {
    "EMAIL": "Open the link in the mail that we send you.",
    "SMS": "Give the code of the text that we send you.",
}


class ContactIn(Schema):
    """An address, and by which way it is reached."""

    channel = String(required=True, validate=OneOf(CHANNELS))
    address = String(required=True, validate=Length(min=1, max=254))


class SubscriptionIn(ContactIn):
    """What is asked for, under which words."""

    postcode = String(required=True, validate=Length(min=1, max=20))
    language = String(load_default="en")
    wording_version = String(required=True, validate=Length(min=1, max=40))


class ProofIn(Schema):
    """The token of the link, or the request and the code of the text."""

    token = String(load_default="", validate=Length(max=200))
    request_id = String(load_default="", validate=Length(max=36))
    code = String(load_default="", validate=Length(max=20))

    @validates_schema
    def is_one(self, said: dict[str, Any], **_: Any) -> None:
        """Say which fields make a proof."""
        if not said["token"] and not (said["request_id"] and said["code"]):
            raise ValidationError("is needed, or request_id and code", "token")


class StopIn(Schema):
    """The token of the stop link; whether the address is to be forgotten at once."""

    token = String(required=True, validate=Length(min=1, max=200))
    forget_now = Boolean(load_default=False, truthy={True}, falsy={False})


class WordingQuery(Schema):
    """In which language."""

    language = String(load_default="en")


class TextIn(Schema):
    """A text that a person sent us, in GOV.UK Notify's words. It may say more than we read."""

    class Meta:
        """How marshmallow reads it."""

        unknown: ClassVar[str] = EXCLUDE

    source_number = String(required=True, validate=Length(min=1, max=30))
    message = String(required=True, validate=Length(max=2000))


def channel_pb(name: str) -> pb.SubscriptionChannel.ValueType:
    """Return a channel as the contract has it."""
    return pb.SubscriptionChannel.Value(f"SUBSCRIPTION_CHANNEL_{name}")


def regions_json(regions: Any) -> list[dict[str, str]]:
    """Return regions with their names."""
    return [{"code": each.code, "name": each.name} for each in regions]


@subscriptions.get("/alert-subscriptions/consent-wording")
@subscriptions.input(WordingQuery, location="query", arg_name="said", unknown=RAISE)
@subscriptions.doc(
    summary="The words that a person must have before them when they subscribe",
    responses={200: "The words, and the version by which they are named"},
)
def get_consent_wording(said: dict[str, Any]) -> Response:
    """Show the words."""
    shown = clients().call(
        clients().subscriptions.GetConsentWording, pb.GetConsentWordingRequest(**said)
    )
    body = {
        "wording_version": shown.wording_version,
        "text": shown.text,
        "language": shown.language,
    }
    return public(jsonify(body), 300)


@subscriptions.get("/postcodes/<postcode>")
@subscriptions.doc(
    summary="About which regions a postcode is warned",
    responses={200: "The regions", 400: "No postcode, or in none of our regions"},
)
def resolve_postcode(postcode: str) -> Response:
    """Say where a postcode is."""
    found = clients().call(
        clients().subscriptions.ResolvePostcode, pb.ResolvePostcodeRequest(postcode=postcode)
    )
    body = {
        "postcode": found.postcode,
        "outward_code": found.outward_code,
        "regions": regions_json(found.regions),
        "exact": found.exact,
        "latitude": found.latitude if found.HasField("latitude") else None,
        "longitude": found.longitude if found.HasField("longitude") else None,
    }
    return public(jsonify(body), 300)


@subscriptions.get("/postcode-areas/<area>")
@subscriptions.doc(
    summary="Where the postcodes that begin alike are",
    description="An outward code, or the letters of a postcode area: the circle around all.",
    responses={200: "The circle", 400: "No postcode begins so", 404: "None has a point here"},
    security="bearer",
)
def get_postcode_area(area: str) -> Response:
    """Say where postcodes that begin alike are."""
    message = pb.GetPostcodeAreaRequest(area=area)
    found = clients().call(clients().subscriptions.GetPostcodeArea, message)
    return jsonify(
        {
            "area": found.area,
            "latitude": found.latitude,
            "longitude": found.longitude,
            "radius_metres": found.radius_metres,
        }
    )


@subscriptions.post("/alert-subscriptions")
@subscriptions.input(SubscriptionIn, arg_name="said")
@subscriptions.doc(
    summary="Ask for public alerts about a postcode",
    description="Needs Idempotency-Key. The answer is the same for a known address.",
    responses={202: "A link or a code follows", 400: "Wrong input", 429: "Asked too often"},
)
def start(said: dict[str, Any]) -> tuple[Response, int]:
    """Ask for alerts."""
    key = idempotency_key()
    count_contact(said["address"])
    channel = said.pop("channel")
    message = pb.StartSubscriptionRequest(**said, channel=channel_pb(channel), idempotency_key=key)
    made = clients().call(clients().subscriptions.StartSubscription, message)
    shown = {"request_id": made.request_id, "next": NEXT[channel]}
    return jsonify(shown), HTTPStatus.ACCEPTED


@subscriptions.post("/alert-subscriptions/confirmation")
@subscriptions.input(ProofIn, arg_name="said")
@subscriptions.doc(
    summary="Confirm the address with the link's token, or with request_id and code",
    responses={200: "Confirmed", 400: "Another code", 404: "Not known, or too old"},
)
def confirm(said: dict[str, Any]) -> Response:
    """Confirm the address."""
    message = pb.ConfirmSubscriptionRequest(**said)
    made = clients().call(clients().subscriptions.ConfirmSubscription, message)
    name = pb.SubscriptionChannel.Name(made.channel).removeprefix("SUBSCRIPTION_CHANNEL_")
    return jsonify({"channel": name, "regions": regions_json(made.regions)})


@subscriptions.post("/alert-subscriptions/stop-requests")
@subscriptions.input(ContactIn, arg_name="said")
@subscriptions.doc(
    summary="Have the link that stops alerts sent to an address",
    description="The answer is the same whether or not alerts go there.",
    responses={202: "If alerts go there, a link follows", 429: "Asked too often"},
)
def request_stop(said: dict[str, Any]) -> tuple[Response, int]:
    """Have the stop link sent."""
    count_contact(said["address"])
    message = pb.RequestStopRequest(channel=channel_pb(said["channel"]), address=said["address"])
    clients().call(clients().subscriptions.RequestStop, message)
    shown = {"next": "If alerts go there, open the link in the message that we send."}
    return jsonify(shown), HTTPStatus.ACCEPTED


@subscriptions.post("/alert-subscriptions/stop")
@subscriptions.input(StopIn, arg_name="said")
@subscriptions.doc(
    summary="Stop all alerts to an address, by the token of the stop link",
    responses={200: "Stopped", 404: "Not known"},
)
def stop(said: dict[str, Any]) -> Response:
    """Stop alerts."""
    message = pb.StopSubscriptionRequest(**said)
    clients().call(clients().subscriptions.StopSubscription, message)
    return jsonify({"stopped": True})


@subscriptions.post("/callbacks/sms")
@subscriptions.input(TextIn, arg_name="said")
@subscriptions.doc(
    summary="For the provider of text messages: a text that a person sent",
    description="With the secret that the provider and identity share, as a bearer token.",
    responses={200: "Taken", 401: "Not the provider"},
)
def receive_text(said: dict[str, Any]) -> Response:
    """Take a text from the provider."""
    _scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    message = pb.ReceiveTextMessageRequest(
        secret=secret[:200] or "none",  # a missing secret is a wrong one, not a wrong request
        source_number=said["source_number"],
        text=said["message"],
    )
    clients().call(clients().subscriptions.ReceiveTextMessage, message, as_nobody=True)
    return jsonify({})
