"""The reach of an audience as JSON."""

from typing import Any

from apiflask import Schema
from apiflask.fields import Boolean, List, Nested
from apiflask.validators import Length

from isp.alerts.v1 import alert_pb2, audience_pb2
from services.gateway.resources.audience_json import AudienceRowIn, row_to_pb
from services.gateway.resources.marking_json import MarkingIn, marking_to_pb


class PreviewIn(Schema):
    """What decides whom an alert is for."""

    marking = Nested(MarkingIn, required=True)
    audience = List(Nested(AudienceRowIn), required=True, validate=Length(min=1, max=100))
    immediate = Boolean(load_default=False, truthy={True}, falsy={False})


def preview_to_pb(said: dict[str, Any]) -> audience_pb2.PreviewAudienceRequest:
    """Return what decides whom an alert is for as protobuf."""
    return audience_pb2.PreviewAudienceRequest(
        marking=marking_to_pb(said["marking"]),
        audience=map(row_to_pb, said["audience"]),
        immediate=said["immediate"],
    )


def preview_json(found: audience_pb2.PreviewAudienceResponse) -> dict[str, Any]:
    """Return how many an audience reaches, as GetReach says it."""
    size = alert_pb2.AudienceSize.Name(found.size).removeprefix("AUDIENCE_SIZE_")
    return {"count": found.count, "size": size, "messages": found.messages}
