"""Notifications of browsers by REST."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from apiflask import APIBlueprint, Schema
from apiflask.validators import Length, OneOf
from flask import Response, jsonify

from isp.alerts.v1 import push_pb2 as pb
from services.gateway.clients import clients
from services.gateway.headers import public
from services.gateway.preconditions import idempotency_key
from services.gateway.resources.fields import String

push = APIBlueprint("push", __name__, url_prefix="/v1", tag="Notifications")


class BrowserIn(Schema):
    """What the browser gave when it subscribed."""

    endpoint = String(required=True, validate=Length(min=1, max=1000))
    p256dh = String(required=True, validate=Length(min=1, max=100))
    auth = String(required=True, validate=Length(min=1, max=100))
    language = String(load_default="en", validate=OneOf(("en", "cy")))


@push.get("/push-key")
@push.doc(
    summary="The public key that a browser asks for when it subscribes",
    responses={200: "The key, in base64url"},
)
def get_push_key() -> Response:
    """Show the key."""
    found = clients().call(clients().push.GetPushKey, pb.GetPushKeyRequest())
    return public(jsonify({"public_key": found.public_key}), 300)


@push.post("/me/push-subscriptions")
@push.input(BrowserIn, arg_name="said")
@push.doc(
    summary="Have alerts notified by this browser",
    description="Needs Idempotency-Key. The same browser again replaces what is kept of it.",
    responses={201: "The subscription", 400: "Wrong input", 409: "Too many browsers"},
    security="bearer",
)
def subscribe_push(said: dict[str, Any]) -> tuple[Response, int]:
    """Have alerts notified by this browser."""
    message = pb.SubscribePushRequest(**said, idempotency_key=idempotency_key())
    made = clients().call(clients().push.SubscribePush, message)
    return jsonify({"subscription_id": made.subscription_id}), HTTPStatus.CREATED


@push.delete("/me/push-subscriptions/<uuid:subscription_id>")
@push.doc(
    summary="Have no alerts notified by a browser any more",
    responses={204: "None of yours is there any more"},
    security="bearer",
)
def unsubscribe_push(subscription_id: UUID) -> tuple[str, int]:
    """End notifications to a browser."""
    message = pb.UnsubscribePushRequest(subscription_id=str(subscription_id))
    clients().call(clients().push.UnsubscribePush, message)
    return "", HTTPStatus.NO_CONTENT
