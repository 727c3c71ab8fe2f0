"""Deliveries as JSON, and GOV.UK Notify's receipts as protobuf."""

from typing import Any, ClassVar, Final

from apiflask import Schema
from apiflask.validators import Length
from marshmallow import EXCLUDE

from isp.alerts.v1 import alert_pb2, alerts_pb2, deliveries_pb2
from services.gateway.resources.alert_json import time_json
from services.gateway.resources.fields import String

REPORTS: Final = {
    "delivered": deliveries_pb2.DELIVERY_REPORT_DELIVERED,
    "permanent-failure": deliveries_pb2.DELIVERY_REPORT_PERMANENT,
    "temporary-failure": deliveries_pb2.DELIVERY_REPORT_TEMPORARY,
    "technical-failure": deliveries_pb2.DELIVERY_REPORT_TEMPORARY,
}
"""What each of Notify's words means. Others of its words are no end of anything."""


class ReceiptIn(Schema):
    """What became of a text, in GOV.UK Notify's words. It may say more than we read."""

    class Meta:
        """How marshmallow reads it."""

        unknown: ClassVar[str] = EXCLUDE

    id = String(required=True, validate=Length(min=1, max=100))
    reference = String(load_default="", allow_none=True, validate=Length(max=1000))
    status = String(required=True, validate=Length(max=100))


def deliveries_json(found: alerts_pb2.GetDeliveriesResponse) -> dict[str, Any]:
    """Return the counts, and the work of finding people."""
    return {
        "counts": [count_json(each) for each in found.counts],
        "runs": [
            {
                "notice": notice_name(each.notice),
                "queued": each.queued,
                "finished_at": (
                    time_json(each.finished_at) if each.HasField("finished_at") else None
                ),
            }
            for each in found.runs
        ],
    }


def count_json(count: deliveries_pb2.DeliveryCount) -> dict[str, Any]:
    """Return how many messages of one kind stand in one state."""
    return {
        "notice": notice_name(count.notice),
        "channel": channel_name(count.channel),
        "state": state_name(count.state),
        "count": count.count,
        "possible_repeats": count.possible_repeats,
    }


def notice_name(value: alert_pb2.AlertStatus.ValueType) -> str:
    """Return what was said: ISSUED is the alert itself."""
    return alert_pb2.AlertStatus.Name(value).removeprefix("ALERT_STATUS_")


def channel_name(value: deliveries_pb2.DeliveryChannel.ValueType) -> str:
    """Return a channel's name."""
    return deliveries_pb2.DeliveryChannel.Name(value).removeprefix("DELIVERY_CHANNEL_")


def state_name(value: deliveries_pb2.DeliveryState.ValueType) -> str:
    """Return a state's name."""
    return deliveries_pb2.DeliveryState.Name(value).removeprefix("DELIVERY_STATE_")
