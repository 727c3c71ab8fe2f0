"""Endpoints and their delivery log as JSON."""

from typing import Any

from google.protobuf.message import Message

from isp.alerts.v1 import webhooks_pb2 as pb
from services.gateway.resources.alert_json import time_json
from services.gateway.resources.delivery_json import notice_name, state_name


def webhook_json(webhook: pb.Webhook) -> dict[str, Any]:
    """Return an endpoint. No secret is in it."""
    return {
        "webhook_id": webhook.webhook_id,
        "url": webhook.url,
        "mode": pb.WebhookMode.Name(webhook.mode).removeprefix("WEBHOOK_MODE_"),
        "description": webhook.description,
        "contact_email": webhook.contact_email,
        "owned_by_caller": webhook.owned_by_caller,
        "version": webhook.version,
        "created_at": time_json(webhook.created_at),
        "disabled_at": _moment(webhook, "disabled_at"),
        "disabled_why": webhook.disabled_why,
        "failing_since": _moment(webhook, "failing_since"),
        "previous_secret_ends_at": _moment(webhook, "previous_secret_ends_at"),
    }


def delivery_json(line: pb.WebhookDelivery) -> dict[str, Any]:
    """Return one line of the log; a ping has no alert."""
    return {
        "delivery_id": line.delivery_id,
        "alert_id": line.alert_id or None,
        "notice": notice_name(line.notice) if line.alert_id else "PING",
        "state": state_name(line.state),
        "attempts": line.attempts,
        "possible_repeats": line.possible_repeats,
        "answer": line.answer,
        "queued_at": time_json(line.queued_at),
        "handed_at": _moment(line, "handed_at"),
        "due_at": _moment(line, "due_at"),
    }


def _moment(message: Message, name: str) -> str | None:
    return time_json(getattr(message, name)) if message.HasField(name) else None
