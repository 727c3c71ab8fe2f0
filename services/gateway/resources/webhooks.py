"""An organisation's endpoints for alerts by REST."""

from http import HTTPStatus
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from apiflask import APIBlueprint, Schema
from apiflask.fields import Integer
from apiflask.validators import Length, OneOf, Range
from flask import Response, jsonify, url_for
from marshmallow import RAISE

from isp.alerts.v1 import webhooks_pb2 as pb
from services.gateway.clients import clients
from services.gateway.preconditions import expected_version, idempotency_key, with_etag
from services.gateway.resources.fields import String
from services.gateway.resources.webhook_json import delivery_json, webhook_json

webhooks = APIBlueprint("webhooks", __name__, url_prefix="/v1/webhooks", tag="Webhooks")

MODES: Final = ("LIVE", "TEST")


class WebhookIn(Schema):
    """A new endpoint."""

    url = String(required=True, validate=Length(min=1, max=1000))
    mode = String(required=True, validate=OneOf(MODES))
    description = String(load_default="", validate=Length(max=100))
    contact_email = String(required=True, validate=Length(min=1, max=254))


class RotationIn(Schema):
    """For how many hours the old secret signs besides."""

    overlap_hours = Integer(required=True, strict=True, validate=Range(0, 168))


class LogQuery(Schema):
    """Which page of the log."""

    page_size = Integer(load_default=20, validate=Range(1, 100))
    page_token = String(load_default="", validate=Length(max=200))


def _answer(webhook: pb.Webhook, **more: str) -> Response:
    return with_etag(jsonify(webhook_json(webhook) | more), webhook.version)


@webhooks.post("")
@webhooks.input(WebhookIn, arg_name="said")
@webhooks.doc(
    summary="Register an endpoint",
    description=(
        "Needs Idempotency-Key. The answer alone shows the secret, by which messages are signed "
        "(Standard Webhooks). A TEST endpoint gets exercises, a LIVE one actual alerts."
    ),
    responses={201: "The endpoint", 400: "Wrong input", 403: "Not allowed", 409: "Too many"},
    security="bearer",
)
def register_webhook(said: dict[str, Any]) -> Response:
    """Register an endpoint."""
    mode = pb.WebhookMode.Value(f"WEBHOOK_MODE_{said.pop('mode')}")
    message = pb.RegisterWebhookRequest(**said, mode=mode, idempotency_key=idempotency_key())
    made = clients().call(clients().webhooks.RegisterWebhook, message)
    answer = _answer(made.webhook, secret=made.secret)
    answer.status_code = HTTPStatus.CREATED
    place = url_for("webhooks.get_webhook", webhook_id=made.webhook.webhook_id)
    answer.headers["Location"] = place
    return answer


@webhooks.get("")
@webhooks.doc(
    summary="List the organisation's endpoints",
    responses={200: "The endpoints", 403: "Not allowed", 409: "No organisation"},
    security="bearer",
)
def list_webhooks() -> Response:
    """List the organisation's endpoints."""
    found = clients().call(clients().webhooks.ListWebhooks, pb.ListWebhooksRequest())
    return jsonify({"webhooks": [webhook_json(each) for each in found.webhooks]})


@webhooks.get("/<uuid:webhook_id>")
@webhooks.doc(
    summary="Read an endpoint",
    responses={200: "The endpoint", 304: "Not changed", 404: "None of yours"},
    security="bearer",
)
def get_webhook(webhook_id: UUID) -> Response:
    """Read an endpoint."""
    message = pb.GetWebhookRequest(webhook_id=str(webhook_id))
    found = clients().call(clients().webhooks.GetWebhook, message)
    return _as_read(found.webhook)


def _as_read(webhook: pb.Webhook) -> Response:
    """Return an endpoint as read: how it is doing changes without a version, so never a 304."""
    answer = jsonify(webhook_json(webhook))
    answer.set_etag(f"v{webhook.version}")
    return answer


@webhooks.post("/<uuid:webhook_id>/secret")
@webhooks.input(RotationIn, arg_name="said")
@webhooks.doc(
    summary="Give an endpoint a new secret",
    description="Needs If-Match. Until the old one ends each message is signed with both.",
    responses={200: "The endpoint and its secret", 404: "None of yours", 412: "Stale"},
    security="bearer",
)
def rotate_webhook_secret(webhook_id: UUID, said: dict[str, Any]) -> Response:
    """Give an endpoint a new secret."""
    message = pb.RotateWebhookSecretRequest(
        webhook_id=str(webhook_id), expected_version=expected_version(), **said
    )
    made = clients().call(clients().webhooks.RotateWebhookSecret, message)
    return _answer(made.webhook, secret=made.secret)


@webhooks.post("/<uuid:webhook_id>/enablement")
@webhooks.doc(
    summary="Let an endpoint be sent to again, in your name",
    description="Needs If-Match.",
    responses={200: "The endpoint", 400: "Not public", 404: "None of yours", 412: "Stale"},
    security="bearer",
)
def enable_webhook(webhook_id: UUID) -> Response:
    """Let an endpoint be sent to again."""
    message = pb.EnableWebhookRequest(
        webhook_id=str(webhook_id), expected_version=expected_version()
    )
    return _answer(clients().call(clients().webhooks.EnableWebhook, message).webhook)


@webhooks.delete("/<uuid:webhook_id>")
@webhooks.doc(
    summary="Forget an endpoint",
    description="Needs If-Match.",
    responses={204: "Forgotten", 404: "None of yours", 412: "Stale"},
    security="bearer",
)
def delete_webhook(webhook_id: UUID) -> tuple[str, int]:
    """Forget an endpoint."""
    message = pb.DeleteWebhookRequest(
        webhook_id=str(webhook_id), expected_version=expected_version()
    )
    clients().call(clients().webhooks.DeleteWebhook, message)
    return "", HTTPStatus.NO_CONTENT


@webhooks.post("/<uuid:webhook_id>/test")
@webhooks.doc(
    summary="Have a ping sent to an endpoint",
    description="Needs Idempotency-Key. The delivery log says what became of it.",
    responses={202: "The ping", 404: "None of yours", 429: "Too many pings"},
    security="bearer",
)
def ping_webhook(webhook_id: UUID) -> tuple[Response, int]:
    """Have a ping sent to an endpoint."""
    message = pb.PingWebhookRequest(webhook_id=str(webhook_id), idempotency_key=idempotency_key())
    line = clients().call(clients().webhooks.PingWebhook, message).delivery
    return jsonify(delivery_json(line)), HTTPStatus.ACCEPTED


@webhooks.get("/<uuid:webhook_id>/deliveries")
@webhooks.input(LogQuery, location="query", arg_name="said", unknown=RAISE)
@webhooks.doc(
    summary="Read an endpoint's delivery log",
    description="Alerts, their ends and pings, newest first; Link rel=next leads on.",
    responses={200: "A page of the log", 404: "None of yours"},
    security="bearer",
)
def list_webhook_deliveries(webhook_id: UUID, said: dict[str, Any]) -> Response:
    """Read an endpoint's delivery log."""
    message = pb.ListWebhookDeliveriesRequest(webhook_id=str(webhook_id), **said)
    page = clients().call(clients().webhooks.ListWebhookDeliveries, message)
    following = page.next_page_token or None
    lines = [delivery_json(each) for each in page.deliveries]
    answer = jsonify({"deliveries": lines, "next_page_token": following})
    if following:
        query = urlencode({"page_token": following, "page_size": said["page_size"]})
        place = url_for("webhooks.list_webhook_deliveries", webhook_id=webhook_id)
        answer.headers["Link"] = f'<{place}?{query}>; rel="next"'
    return answer


@webhooks.post("/<uuid:webhook_id>/deliveries/<uuid:delivery_id>/replay")
@webhooks.doc(
    summary="Have one delivery sent once more, under the same id",
    responses={202: "The delivery", 404: "None of that endpoint", 409: "Under way, or over"},
    security="bearer",
)
def replay_webhook_delivery(webhook_id: UUID, delivery_id: UUID) -> tuple[Response, int]:
    """Have one delivery sent once more."""
    message = pb.ReplayWebhookDeliveryRequest(
        webhook_id=str(webhook_id), delivery_id=str(delivery_id)
    )
    line = clients().call(clients().webhooks.ReplayWebhookDelivery, message).delivery
    return jsonify(delivery_json(line)), HTTPStatus.ACCEPTED
