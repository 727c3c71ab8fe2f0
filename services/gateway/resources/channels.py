"""How one is told, by REST: language, quiet hours, further addresses."""

from http import HTTPStatus
from typing import Any, Final
from uuid import UUID

from apiflask import APIBlueprint, Schema
from apiflask.fields import Nested
from apiflask.validators import Length, OneOf, Regexp
from flask import Response, jsonify

from isp.identity.v1 import channels_pb2 as pb
from isp.identity.v1 import subscriptions_pb2
from services.gateway.clients import clients
from services.gateway.preconditions import idempotency_key
from services.gateway.resources.fields import String

channels = APIBlueprint("channels", __name__, url_prefix="/v1/me/channels", tag="Account")

_PREFIX: Final = "SUBSCRIPTION_CHANNEL_"
_TIME: Final = Regexp(r"\A([01][0-9]|2[0-3]):[0-5][0-9]\Z")


class QuietHoursIn(Schema):
    """From when until when, by the clock in London: 22:00 and 07:00."""

    starts = String(required=True, validate=_TIME)
    ends = String(required=True, validate=_TIME)


class TellingIn(Schema):
    """In which language, and when not; `quiet_hours` null for none."""

    language = String(required=True, validate=OneOf(["en", "cy"]))
    quiet_hours = Nested(QuietHoursIn, load_default=None, allow_none=True)


class ChannelIn(Schema):
    """A further address."""

    channel = String(required=True, validate=OneOf(["EMAIL", "SMS"]))
    address = String(required=True, validate=Length(max=254))


class LinkIn(Schema):
    """The token of the link in the mail."""

    token = String(required=True, validate=Length(min=1, max=200))


class CodeIn(Schema):
    """The code of the text."""

    code = String(required=True, validate=Length(min=1, max=20))


def minute_of(clock: str) -> int:
    """Return the minute of the day of a time as HH:MM."""
    hours, _, minutes = clock.partition(":")
    return int(hours) * 60 + int(minutes)


def clock_of(minute: int) -> str:
    """Return a minute of the day as HH:MM."""
    return f"{minute // 60:02}:{minute % 60:02}"


def channels_json(told: pb.Channels) -> dict[str, Any]:
    """Return how somebody is told."""
    quiet = told.quiet_hours
    return {
        "email": told.email,
        "mails_active": told.mails_active,
        "language": told.language,
        "quiet_hours": (
            {"starts": clock_of(quiet.from_minute), "ends": clock_of(quiet.until_minute)}
            if told.HasField("quiet_hours")
            else None
        ),
        "postcodes": list(told.postcodes),
        "further": [
            {
                "channel_id": each.channel_id,
                "channel": subscriptions_pb2.SubscriptionChannel.Name(each.channel).removeprefix(
                    _PREFIX
                ),
                "address": each.address,
                "postcodes": list(each.postcodes),
            }
            for each in told.further
        ],
    }


@channels.get("")
@channels.doc(
    summary="How you are told",
    description="What browsers, apps and endpoints are notified has addresses of its own.",
    responses={200: "Language, quiet hours and addresses", 401: "Sign in"},
    security="bearer",
)
def get_channels() -> Response:
    """Show how the caller is told."""
    found = clients().call(clients().channels.GetChannels, pb.GetChannelsRequest())
    return jsonify(channels_json(found.channels))


@channels.put("")
@channels.input(TellingIn, arg_name="said")
@channels.doc(
    summary="Say in which language you are told, and when not",
    description="Quiet hours never hold back what may be about lives. Said again, nothing changes.",
    responses={200: "How you are told", 400: "Wrong input", 401: "Sign in"},
    security="bearer",
)
def set_telling(said: dict[str, Any]) -> Response:
    """Keep language and quiet hours."""
    message = pb.SetTellingRequest(language=said["language"])
    if said["quiet_hours"] is not None:
        message.quiet_hours.from_minute = minute_of(said["quiet_hours"]["starts"])
        message.quiet_hours.until_minute = minute_of(said["quiet_hours"]["ends"])
        message.quiet_hours.SetInParent()
    found = clients().call(clients().channels.SetTelling, message)
    return jsonify(channels_json(found.channels))


@channels.post("/further")
@channels.input(ChannelIn, arg_name="said")
@channels.doc(
    summary="Be told at a further address",
    description="A mail brings a link, a text a code. The answer is the same for a known address."
    " Needs Idempotency-Key.",
    responses={
        202: "The request's id",
        400: "No address",
        401: "Sign in",
        429: "As many as one may",
    },
    security="bearer",
)
def add_channel(said: dict[str, Any]) -> Response:
    """Send a further address what proves it."""
    message = pb.AddChannelRequest(
        channel=subscriptions_pb2.SubscriptionChannel.Value(f"{_PREFIX}{said['channel']}"),
        address=said["address"],
        idempotency_key=idempotency_key(),
    )
    made = clients().call(clients().channels.AddChannel, message)
    answer = jsonify({"request_id": made.request_id})
    answer.status_code = HTTPStatus.ACCEPTED
    return answer


_CONFIRMING: Final = {
    200: "How you are told",
    400: "Another code",
    401: "Sign in",
    404: "Not known, or too old",
    409: "Another account is told there",
}


@channels.post("/further/confirm")
@channels.input(LinkIn, arg_name="said")
@channels.doc(
    summary="Confirm a further e-mail address, by the token of the link",
    description="Again, it changes nothing.",
    responses=_CONFIRMING,
    security="bearer",
)
def confirm_by_link(said: dict[str, Any]) -> Response:
    """Tell the caller there too."""
    found = clients().call(clients().channels.ConfirmChannel, pb.ConfirmChannelRequest(**said))
    return jsonify(channels_json(found.channels))


@channels.post("/further/requests/<uuid:request_id>/code")
@channels.input(CodeIn, arg_name="said")
@channels.doc(
    summary="Confirm a phone, by the code of the text",
    description="Five tries within 30 minutes. Again, it changes nothing.",
    responses=_CONFIRMING,
    security="bearer",
)
def confirm_by_code(request_id: UUID, said: dict[str, Any]) -> Response:
    """Tell the caller there too."""
    message = pb.ConfirmChannelRequest(request_id=str(request_id), **said)
    found = clients().call(clients().channels.ConfirmChannel, message)
    return jsonify(channels_json(found.channels))


@channels.delete("/further/<uuid:channel_id>")
@channels.doc(
    summary="Be told at a further address no more",
    description="It is forgotten at once.",
    responses={204: "Forgotten", 401: "Sign in", 404: "None of yours"},
    security="bearer",
)
def remove_channel(channel_id: UUID) -> Response:
    """Forget it."""
    message = pb.RemoveChannelRequest(channel_id=str(channel_id))
    clients().call(clients().channels.RemoveChannel, message)
    answer = Response(status=HTTPStatus.NO_CONTENT)
    del answer.headers["Content-Type"]
    return answer
