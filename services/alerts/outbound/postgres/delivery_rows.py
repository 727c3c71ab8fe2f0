"""How a delivery stands in its table, and back."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, func

from services.alerts.domain.alert import Status
from services.alerts.domain.delivery import Delivery, State
from services.alerts.domain.recipient import Channel
from services.alerts.outbound.postgres.delivery_statements import NOBODYS
from services.alerts.outbound.postgres.delivery_tables import DELIVERIES


def is_of(issues: Sequence[tuple[UUID, int]]) -> ColumnElement[bool]:
    """Return what picks rows of these versions, by a beginning of the unique index."""
    return and_(
        DELIVERIES.c.alert_id.in_([alert_id for alert_id, _ in issues]),
        DELIVERIES.c.alert_version.in_([alert_version for _, alert_version in issues]),
        DELIVERIES.c.notice == Status.ISSUED.name,
    )


def as_json(value: object) -> str:
    """Return a moment or an id as JSON has it."""
    return value.isoformat() if isinstance(value, datetime) else str(value)


def row_of(delivery: Delivery) -> dict[str, Any]:
    """Return the fields of one as columns."""
    return {
        "delivery_id": delivery.delivery_id,
        "alert_id": delivery.alert_id,
        "alert_version": delivery.alert_version,
        "notice": delivery.notice.name,
        "recipient_id": delivery.recipient_id,
        "channel": delivery.channel.value,
        "priority": delivery.priority,
        "send_by": delivery.send_by,
        **fields_of(delivery),
    }


def fields_of(delivery: Delivery) -> dict[str, Any]:
    """Return the fields that change while it is sent."""
    return {
        "state": delivery.state.name,
        "due_at": delivery.due_at,
        "attempts": delivery.attempts,
        "handed_at": delivery.handed_at,
        "unsure": delivery.unsure,
        "begun_at": delivery.begun_at,
        "possible_repeats": delivery.possible_repeats,
        "provider_id": delivery.provider_id,
        "why": delivery.why,
    }


def state_of(delivery: Delivery) -> dict[str, Any]:
    """Return what becomes of its row when it is in nobody's hands any more."""
    return {**fields_of(delivery), **NOBODYS, "changed_at": func.clock_timestamp()}


def delivery_from(row: Row[Any]) -> Delivery:
    """Return the delivery of a row."""
    return Delivery(
        delivery_id=row.delivery_id,
        alert_id=row.alert_id,
        alert_version=row.alert_version,
        notice=Status[row.notice],
        recipient_id=row.recipient_id,
        channel=Channel(row.channel),
        priority=row.priority,
        state=State[row.state],
        due_at=row.due_at,
        send_by=row.send_by,
        attempts=row.attempts,
        handed_at=row.handed_at,
        unsure=row.unsure,
        begun_at=row.begun_at,
        possible_repeats=row.possible_repeats,
        provider_id=row.provider_id,
        why=row.why,
        recipient_version=row.recipient_version,
    )
