"""An Immediate alert's event as far as everyone may know of it."""

from datetime import UTC

from isp.alerts.v1 import alert_pb2
from services.alerts.domain.acts import Ending
from services.alerts.domain.content import AlertContent
from services.alerts.domain.public_part import public_content, public_ending
from services.alerts.messages import content_to_pb, moment


def public_part_of(message: alert_pb2.Alert, content: AlertContent) -> alert_pb2.Alert:
    """Return an event's alert as those see it who may know what to do, and no more."""
    part = alert_pb2.Alert(
        alert_id=message.alert_id,
        status=message.status,
        content=content_to_pb(public_content(content)),
        version=message.version,
        created_at=message.created_at,
        thread=message.thread,
        part=True,
    )
    if message.HasField("issued_at"):
        part.issued_at.CopyFrom(message.issued_at)
    if message.HasField("ending"):
        part.ending.CopyFrom(_ending(message, content))
    return part


def _ending(message: alert_pb2.Alert, content: AlertContent) -> alert_pb2.AlertEnding:
    said = Ending(
        text=message.ending.text,
        ended_at=message.ending.ended_at.ToDatetime(tzinfo=UTC),
        by=None,
        text_cy=message.ending.text_cy,
    )
    all_clear = message.status == alert_pb2.ALERT_STATUS_ALL_CLEAR
    ending = public_ending(content, said, all_clear=all_clear)
    return alert_pb2.AlertEnding(
        text=ending.text, text_cy=ending.text_cy, ended_at=moment(ending.ended_at)
    )
