"""The reach of an audience as JSON."""

from typing import Any

from apiflask import Schema
from apiflask.fields import Boolean, List, Nested
from apiflask.validators import Length, OneOf

from isp.alerts.v1 import alert_pb2, audience_pb2
from services.gateway.resources.alert_json import CAP_STATUSES, CHANNELS
from services.gateway.resources.audience_json import AudienceRowIn, row_to_pb
from services.gateway.resources.fields import String
from services.gateway.resources.marking_json import MarkingIn, marking_to_pb


class PreviewIn(Schema):
    """What decides whom an alert is for."""

    marking = Nested(MarkingIn, required=True)
    audience = List(Nested(AudienceRowIn), required=True, validate=Length(min=1, max=100))
    immediate = Boolean(load_default=False, truthy={True}, falsy={False})
    channels = List(String(validate=OneOf(CHANNELS)), load_default=list, validate=Length(max=5))
    cap_status = String(load_default="Actual", validate=OneOf(CAP_STATUSES))


def preview_to_pb(said: dict[str, Any]) -> audience_pb2.PreviewAudienceRequest:
    """Return what decides whom an alert is for as protobuf."""
    return audience_pb2.PreviewAudienceRequest(
        marking=marking_to_pb(said["marking"]),
        audience=map(row_to_pb, said["audience"]),
        immediate=said["immediate"],
        channels=[alert_pb2.Channel.Value(f"CHANNEL_{name}") for name in said["channels"]],
        cap_status=alert_pb2.CapStatus.Value(f"CAP_STATUS_{said['cap_status'].upper()}"),
    )


def preview_json(found: audience_pb2.PreviewAudienceResponse) -> dict[str, Any]:
    """Return how many an audience reaches, as GetReach says it."""
    size = alert_pb2.AudienceSize.Name(found.size).removeprefix("AUDIENCE_SIZE_")
    return {"count": found.count, "size": size, "messages": found.messages}
