"""Cordons as protobuf, for answers and events."""

from datetime import datetime
from typing import Final

from isp.alerts.v1 import alert_pb2, alerts_events_pb2
from isp.alerts.v1 import cordon_pb2 as pb
from isp.kernel.v1 import kernel_pb2
from kernel.principals import Principal
from services.alerts.domain.alert import Alert, is_staff
from services.alerts.domain.area import MICRO, polygon_of
from services.alerts.domain.cordon import Cordon, CordonStatus
from services.alerts.messages import audience_row_to_pb, marking_to_pb, moment

MOST_POINTS_TOLD: Final = 1_000
"""A line with more points is read where it is kept: an event goes to thousands at once."""


def cordon_to_pb(cordon: Cordon, to: Principal, now: datetime, *, out: bool = True) -> pb.Cordon:
    """Return a cordon as this reader may see it; `out` tells whether its thread still is."""
    message = _public(cordon)
    if cordon.status is CordonStatus.LIVE:
        if not out:
            message.status = pb.CORDON_STATUS_ENDED_WITH_ALERT
            message.ClearField("next_update_due")
        else:
            message.update_overdue = cordon.overdue(now)
    if is_staff(to):
        _add_what_staff_reads(message, cordon, to)
    return message


def cordon_changed_to_pb(cordon: Cordon, alert: Alert) -> alerts_events_pb2.CordonChanged:
    """Return the event about a cordon; it names nobody, and has no line of very many points."""
    message = alerts_events_pb2.CordonChanged(
        cordon=_public(cordon),
        alert_id=str(alert.alert_id),
        marking=marking_to_pb(alert.content.marking),
        audience=map(audience_row_to_pb, alert.content.audience),
        expires_at=moment(alert.content.expires_at),
    )
    if len(message.cordon.shape.polygon.latitudes) > MOST_POINTS_TOLD:
        message.cordon.shape.ClearField("polygon")
    return message


def _public(cordon: Cordon) -> pb.Cordon:
    message = pb.Cordon(
        cordon_id=str(cordon.cordon_id),
        thread_id=str(cordon.thread_id),
        version=cordon.version,
        status=pb.CordonStatus.Value(f"CORDON_STATUS_{cordon.status.name}"),
        cap_status=alert_pb2.CapStatus.Value(f"CAP_STATUS_{cordon.cap_status.name}"),
    )
    if cordon.shape is not None:
        message.shape.number = cordon.shape.number
        message.shape.place = cordon.shape.place
        message.shape.since.CopyFrom(moment(cordon.shape.since))
        if cordon.status is CordonStatus.LIVE:
            message.shape.polygon.CopyFrom(_polygon(cordon.shape.polygon))
    for name in ("next_update_due", "updated_at", "lifted_at"):
        at = getattr(cordon, name)
        if at is not None:
            getattr(message, name).CopyFrom(moment(at))
    return message


def _add_what_staff_reads(message: pb.Cordon, cordon: Cordon, to: Principal) -> None:
    holding, change = cordon.holding, cordon.change
    if holding is not None:
        message.holder = holding.by
        message.held_by_you = holding.by == to.subject
        message.held_since.CopyFrom(moment(holding.since))
        message.handover_note = holding.note
    if change is None:
        return
    message.change.kind = pb.CordonChangeKind.Value(f"CORDON_CHANGE_KIND_{change.kind.name}")
    message.change.authority_reference = change.authority_reference
    message.change.digest = cordon.change_digest
    message.change.proposed_by_you = change.by == to.subject
    message.change.proposed_at.CopyFrom(moment(change.at))
    if change.line is not None:
        message.change.place = change.line.place
        message.change.polygon.CopyFrom(_polygon(change.line.polygon))
        message.change.next_update_due.CopyFrom(moment(change.line.next_update_due))
        message.change.authority_reference = change.line.authority_reference


def _polygon(text: str) -> kernel_pb2.Polygon:
    polygon = polygon_of(text)
    return kernel_pb2.Polygon(
        latitudes=(polygon.latitudes / MICRO).tolist(),
        longitudes=(polygon.longitudes / MICRO).tolist(),
    )
