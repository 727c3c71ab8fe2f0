"""Consent to newsletters and surveys by REST: given and withdrawn for one thing and one channel."""

from typing import Any, Final

from apiflask import APIBlueprint, Schema
from apiflask.validators import Length, OneOf
from flask import Response, jsonify
from marshmallow import RAISE

from isp.identity.v1 import consents_pb2 as pb
from isp.identity.v1 import subscriptions_pb2
from services.gateway.clients import clients
from services.gateway.resources.alert_json import time_json
from services.gateway.resources.fields import String

consents = APIBlueprint("consents", __name__, url_prefix="/v1", tag="Privacy")

_PURPOSES: Final = ("NEWSLETTER", "SURVEY")
_CHANNELS: Final = ("EMAIL", "SMS")
_LANGUAGES: Final = ("en", "cy")


class ConsentsQuery(Schema):
    """In which language the words are."""

    language = String(load_default="en", validate=OneOf(_LANGUAGES))


class KindIn(Schema):
    """What, and how it is sent."""

    purpose = String(required=True, validate=OneOf(_PURPOSES))
    channel = String(required=True, validate=OneOf(_CHANNELS))


class ConsentIn(KindIn):
    """To what, and under which words that were shown in full."""

    wording_version = String(required=True, validate=Length(min=1, max=20))
    language = String(required=True, validate=OneOf(_LANGUAGES))


class LinkIn(Schema):
    """What the link of a message has."""

    token = String(required=True, validate=Length(min=1, max=100))


def _kind(said: dict[str, Any]) -> dict[str, Any]:
    return {
        "purpose": pb.ConsentPurpose.Value(f"CONSENT_PURPOSE_{said['purpose']}"),
        "channel": subscriptions_pb2.SubscriptionChannel.Value(
            f"SUBSCRIPTION_CHANNEL_{said['channel']}"
        ),
    }


def _kind_json(said: pb.Consent | pb.StopConsentResponse) -> dict[str, str]:
    channel = subscriptions_pb2.SubscriptionChannel.Name(said.channel)
    return {
        "purpose": pb.ConsentPurpose.Name(said.purpose).removeprefix("CONSENT_PURPOSE_"),
        "channel": channel.removeprefix("SUBSCRIPTION_CHANNEL_"),
    }


def _consent_json(said: pb.Consent) -> dict[str, Any]:
    known = said.HasField("at")
    way = pb.ConsentWay.Name(said.way).removeprefix("CONSENT_WAY_")
    return {
        **_kind_json(said),
        "given": said.given,
        "at": time_json(said.at) if known else None,
        "way": way if known else None,
        "wording_version": said.wording_version or None,
        "language": said.language or None,
        "words": {
            "version": said.words.version,
            "language": said.words.language,
            "text": said.words.text,
            "sha256": said.words.digest.hex(),
        },
    }


def _all(found: Any) -> Response:
    return jsonify(consents=[_consent_json(each) for each in found.consents])


@consents.get("/me/consents")
@consents.input(ConsentsQuery, location="query", arg_name="query", unknown=RAISE)
@consents.doc(
    summary="What you consented to, and the words to show",
    responses={200: "Each thing and channel"},
    security="bearer",
)
def get_my_consents(query: dict[str, Any]) -> Response:
    """Show the caller's own."""
    message = pb.GetMyConsentsRequest(**query)
    return _all(clients().call(clients().consents.GetMyConsents, message))


@consents.post("/me/consents")
@consents.input(ConsentIn, arg_name="said")
@consents.doc(
    summary="Consent to one thing by one channel",
    description=(
        "Show the words in full, with nothing ticked beforehand, and name their version. What"
        " stands under the same words stays as it is."
    ),
    responses={200: "What stands now", 409: "The words are not the present ones"},
    security="bearer",
)
def give_consent(said: dict[str, Any]) -> Response:
    """Consent."""
    message = pb.GiveConsentRequest(
        **_kind(said),
        wording_version=said["wording_version"],
        language=said["language"],
        way=pb.CONSENT_WAY_REST,
    )
    return _all(clients().call(clients().consents.GiveConsent, message))


@consents.post("/me/consents/withdrawal")
@consents.input(KindIn, arg_name="said")
@consents.doc(
    summary="Withdraw consent to one thing by one channel",
    responses={200: "What stands now"},
    security="bearer",
)
def withdraw_consent(said: dict[str, Any]) -> Response:
    """Want no more of it."""
    message = pb.WithdrawConsentRequest(**_kind(said), way=pb.CONSENT_WAY_REST)
    return _all(clients().call(clients().consents.WithdrawConsent, message))


@consents.post("/consent-links/withdrawal")
@consents.input(LinkIn, arg_name="said")
@consents.doc(
    summary="Withdraw consent by the link of a message",
    description="Needs no account. The link stays good.",
    responses={200: "What was stopped", 404: "No link of ours"},
)
def stop_consent(said: dict[str, Any]) -> Response:
    """Want no more of it, without signing in."""
    message = pb.StopConsentRequest(token=said["token"])
    return jsonify(_kind_json(clients().call(clients().consents.StopConsent, message)))
