"""Endpoints and their delivery log as protobuf, and requests as domain words."""

from datetime import timedelta
from typing import Final

from email_validator import EmailNotValidError, validate_email

from chassis.errors import Invalid, Violation
from chassis.requests import NUL, Wrong, key_from
from isp.alerts.v1 import alert_pb2, deliveries_pb2, webhooks_pb2
from kernel.idempotency import RequestKey
from kernel.web_addresses import LONGEST_URL
from services.alerts.domain.delivery import WAITING, Delivery
from services.alerts.domain.ping import Ping
from services.alerts.domain.webhook import LONGEST_OVERLAP, Mode, Webhook
from services.alerts.messages import moment, word
from services.alerts.usecases.register_webhook import NewWebhook
from services.alerts.usecases.webhook_ports import LogLine

LONGEST_DESCRIPTION: Final = 100
LONGEST_EMAIL: Final = 254


def registration_from(
    request: webhooks_pb2.RegisterWebhookRequest,
) -> tuple[NewWebhook, RequestKey]:
    """Return what is to be registered, and the key under which it is done once.

    Raises:
        Invalid: each field that is wrong is named.
    """
    wrong = Wrong()
    wrong.unless(
        0 < len(request.url) <= LONGEST_URL, "url", f"must have 1 to {LONGEST_URL} characters"
    )
    name = word(webhooks_pb2.WebhookMode.DESCRIPTOR, request.mode, "WEBHOOK_MODE_")
    mode = wrong.word(Mode, name, "mode")
    short = len(request.description) <= LONGEST_DESCRIPTION and NUL not in request.description
    what = f"must have at most {LONGEST_DESCRIPTION} characters, none of them NUL"
    wrong.unless(short, "description", what)
    wrong.unless(_is_email(request.contact_email), "contact_email", "must be an e-mail address")
    key = wrong.built("idempotency_key", lambda: key_from("RegisterWebhook", request))
    wrong.check()
    assert mode is not None
    assert key is not None
    said = NewWebhook(
        url=request.url,
        mode=mode,
        description=request.description,
        contact_email=request.contact_email,
    )
    return said, key


def overlap_from(hours: int) -> timedelta:
    """Return for how long the old secret signs besides.

    Raises:
        Invalid: it is negative or too long.
    """
    most = int(LONGEST_OVERLAP.total_seconds() // 3600)
    if not 0 <= hours <= most:
        raise Invalid(Violation("overlap_hours", f"must be 0 to {most}"))
    return timedelta(hours=hours)


def webhook_to_pb(webhook: Webhook, *, caller: str) -> webhooks_pb2.Webhook:
    """Return an endpoint as its organisation sees it; never a secret."""
    message = webhooks_pb2.Webhook(
        webhook_id=str(webhook.webhook_id),
        url=webhook.url,
        mode=webhooks_pb2.WebhookMode.Value(f"WEBHOOK_MODE_{webhook.mode.name}"),
        description=webhook.description,
        contact_email=webhook.contact_email,
        owned_by_caller=webhook.owner == caller,
        version=webhook.version,
        created_at=moment(webhook.created_at),
        disabled_why=webhook.disabled_why,
    )
    if webhook.disabled_at is not None:
        message.disabled_at.CopyFrom(moment(webhook.disabled_at))
    if webhook.failing_since is not None:
        message.failing_since.CopyFrom(moment(webhook.failing_since))
    if webhook.previous_ends_at is not None:
        message.previous_secret_ends_at.CopyFrom(moment(webhook.previous_ends_at))
    return message


def log_line_to_pb(line: LogLine) -> webhooks_pb2.WebhookDelivery:
    """Return one line of the log."""
    what = line.what
    message = webhooks_pb2.WebhookDelivery(
        state=deliveries_pb2.DeliveryState.Value(f"DELIVERY_STATE_{what.state.name}"),
        answer=what.why,
        queued_at=moment(line.queued_at),
    )
    if what.handed_at is not None:
        message.handed_at.CopyFrom(moment(what.handed_at))
    if isinstance(what, Ping):
        message.delivery_id = str(what.ping_id)
        message.attempts = 1 if what.begun_at else 0
    else:
        _of_alert(message, what)
    return message


def _of_alert(message: webhooks_pb2.WebhookDelivery, delivery: Delivery) -> None:
    message.delivery_id = str(delivery.delivery_id)
    message.alert_id = str(delivery.alert_id)
    message.notice = alert_pb2.AlertStatus.Value(f"ALERT_STATUS_{delivery.notice.name}")
    message.attempts = delivery.attempts
    message.possible_repeats = delivery.possible_repeats
    if delivery.state in WAITING:
        message.due_at.CopyFrom(moment(delivery.due_at))


def _is_email(text: str) -> bool:
    if len(text) > LONGEST_EMAIL:
        return False
    try:
        validate_email(text, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        return False
    return True
