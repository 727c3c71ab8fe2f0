"""By which ways an alert is sent, and whether it is meant, as domain words."""

from collections.abc import Iterable

from chassis.requests import Wrong
from isp.alerts.v1 import alert_pb2
from services.alerts.domain.wording import EVERY_CHANNEL, CapStatus, Channel
from services.alerts.messages import word


def cap_status_from(value: alert_pb2.CapStatus.ValueType, wrong: Wrong, field: str) -> CapStatus:
    """Return whether it is meant; not said is that it is."""
    if value == alert_pb2.CAP_STATUS_UNSPECIFIED:
        return CapStatus.ACTUAL
    name = word(alert_pb2.CapStatus.DESCRIPTOR, value, "CAP_STATUS_")
    return wrong.word(CapStatus, name, field) or CapStatus.ACTUAL


def channels_from(
    values: Iterable[alert_pb2.Channel.ValueType], wrong: Wrong, field: str
) -> frozenset[Channel]:
    """Return the channels; none said is all of them."""
    found = [
        wrong.word(
            Channel, word(alert_pb2.Channel.DESCRIPTOR, value, "CHANNEL_"), f"{field}[{number}]"
        )
        for number, value in enumerate(values)
    ]
    return frozenset(channel for channel in found if channel) or EVERY_CHANNEL
