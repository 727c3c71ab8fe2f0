"""What was given up of delivery, by REST."""

from http import HTTPStatus
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from apiflask import APIBlueprint, Schema
from apiflask.fields import Integer
from apiflask.validators import Length, OneOf, Range
from flask import Response, jsonify, url_for
from marshmallow import RAISE

from isp.alerts.v1 import dead_letters_pb2 as pb
from isp.alerts.v1 import deliveries_pb2
from services.gateway.clients import clients
from services.gateway.resources.alert_json import time_json
from services.gateway.resources.delivery_json import channel_name, notice_name, state_name
from services.gateway.resources.fields import String

CHANNELS: Final = tuple(map(channel_name, deliveries_pb2.DeliveryChannel.values()[1:]))

dead_letters = APIBlueprint(
    "dead_letters", __name__, url_prefix="/v1/dead-deliveries", tag="Operations"
)


class DeadQuery(Schema):
    """Which page."""

    page_size = Integer(load_default=20, validate=Range(1, 100))
    page_token = String(load_default="", validate=Length(max=200))


class RequeueBody(Schema):
    """Of which channel."""

    channel = String(required=True, validate=OneOf(CHANNELS))


def dead_json(dead: pb.DeadDelivery) -> dict[str, Any]:
    """Return one dead letter. It does not say whom it was for."""
    return {
        "delivery_id": dead.delivery_id,
        "alert_id": dead.alert_id,
        "notice": notice_name(dead.notice),
        "channel": channel_name(dead.channel),
        "state": state_name(dead.state),
        "attempts": dead.attempts,
        "why": dead.why,
        "given_up_at": time_json(dead.given_up_at) if dead.HasField("given_up_at") else None,
        "send_by": time_json(dead.send_by),
    }


@dead_letters.get("")
@dead_letters.input(DeadQuery, location="query", arg_name="said", unknown=RAISE)
@dead_letters.doc(
    summary="List messages that were given up",
    description="Of alerts that the caller may read, newest first; Link rel=next leads on.",
    responses={200: "A page of dead letters", 403: "Not allowed"},
    security="bearer",
)
def list_dead_deliveries(said: dict[str, Any]) -> Response:
    """List messages that were given up."""
    message = pb.ListDeadDeliveriesRequest(**said)
    page = clients().call(clients().dead_letters.ListDeadDeliveries, message)
    following = page.next_page_token or None
    shown = [dead_json(each) for each in page.deliveries]
    answer = jsonify({"deliveries": shown, "next_page_token": following})
    if following:
        query = urlencode({"page_token": following, "page_size": said["page_size"]})
        place = url_for("dead_letters.list_dead_deliveries")
        answer.headers["Link"] = f'<{place}?{query}>; rel="next"'
    return answer


@dead_letters.post("/<uuid:delivery_id>/requeue")
@dead_letters.doc(
    summary="Have a message tried again that was given up",
    responses={202: "The delivery", 404: "No dead letter", 409: "Its time is over"},
    security="bearer",
)
def requeue_dead_delivery(delivery_id: UUID) -> tuple[Response, int]:
    """Have a message tried again that was given up."""
    message = pb.RequeueDeadDeliveryRequest(delivery_id=str(delivery_id))
    again = clients().call(clients().dead_letters.RequeueDeadDelivery, message).delivery
    return jsonify(dead_json(again)), HTTPStatus.ACCEPTED


@dead_letters.post("/requeue")
@dead_letters.input(RequeueBody, arg_name="said", unknown=RAISE)
@dead_letters.doc(
    summary="Have all messages of a channel tried again that were given up",
    description="Those whose time is not over, at most 5000, also of alerts that the caller may not"
    " read: of these it says no more than how many there were.",
    responses={202: "How many, and whether others are left", 403: "Not allowed"},
    security="bearer",
)
def requeue_dead_deliveries(said: dict[str, Any]) -> tuple[Response, int]:
    """Have all messages of a channel tried again that were given up."""
    message = requeue_of(said["channel"])
    done = clients().call(clients().dead_letters.RequeueDeadDeliveries, message)
    return jsonify({"count": done.count, "more": done.more}), HTTPStatus.ACCEPTED


def requeue_of(channel: str) -> pb.RequeueDeadDeliveriesRequest:
    """Return the request for a channel by its name."""
    value = deliveries_pb2.DeliveryChannel.Value(f"DELIVERY_CHANNEL_{channel}")
    return pb.RequeueDeadDeliveriesRequest(channel=value)
