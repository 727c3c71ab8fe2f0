"""Audiences as JSON: a polygon as GeoJSON has it (RFC 7946), longitude before latitude."""

from typing import Any, Final

from apiflask import Schema
from apiflask.fields import Float, List, Nested
from apiflask.validators import Length, OneOf

from isp.kernel.v1 import kernel_pb2
from services.gateway.resources.fields import String

MODES: Final = ("INCLUDE", "EXCLUDE", "MUST_BE")
KINDS: Final = (
    "EVERYONE",
    "REGION",
    "SECTOR",
    "TIER",
    "ROLE",
    "ORGANISATION",
    "PREMISES_TYPE",
    "POLYGON",
    "CIRCLE",
)
_POINT: Final = "Must be [longitude, latitude]."
_RING: Final = "Must have one ring: leave a hole out by a row with EXCLUDE."


class PolygonIn(Schema):
    """A GeoJSON Polygon of one ring: [longitude, latitude] each, the last the first again."""

    type = String(required=True, validate=OneOf(["Polygon"]))
    coordinates = List(
        List(List(Float(), validate=Length(equal=2, error=_POINT))),
        required=True,
        validate=Length(equal=1, error=_RING),
    )


class CircleIn(Schema):
    """All that is no further from a point than so many kilometres on the ground."""

    longitude = Float(required=True)
    latitude = Float(required=True)
    radius_km = Float(required=True)


class AudienceRowIn(Schema):
    """One line of the audience: a value, or for an area the polygon or the circle."""

    mode = String(required=True, validate=OneOf(MODES))
    kind = String(required=True, validate=OneOf(KINDS))
    value = String(load_default="", validate=Length(max=100))
    polygon = Nested(PolygonIn, load_default=None, allow_none=True)
    circle = Nested(CircleIn, load_default=None, allow_none=True)


def row_to_pb(said: dict[str, Any]) -> kernel_pb2.AudienceRow:
    """Return a row as protobuf."""
    row = kernel_pb2.AudienceRow(
        mode=kernel_pb2.AudienceMode.Value(f"AUDIENCE_MODE_{said['mode']}"),
        kind=kernel_pb2.AudienceKind.Value(f"AUDIENCE_KIND_{said['kind']}"),
        value=said["value"],
    )
    if said["polygon"] is not None:
        (ring,) = said["polygon"]["coordinates"]
        row.polygon.longitudes.extend(point[0] for point in ring)
        row.polygon.latitudes.extend(point[1] for point in ring)
        row.polygon.SetInParent()
    if said["circle"] is not None:
        row.circle.CopyFrom(kernel_pb2.Circle(**said["circle"]))
    return row


def row_json(row: kernel_pb2.AudienceRow) -> dict[str, Any]:
    """Return a row as JSON; a polygon has no points in a list of alerts."""
    shown: dict[str, Any] = {
        "mode": kernel_pb2.AudienceMode.Name(row.mode).removeprefix("AUDIENCE_MODE_"),
        "kind": kernel_pb2.AudienceKind.Name(row.kind).removeprefix("AUDIENCE_KIND_"),
        "value": row.value,
    }
    if row.kind == kernel_pb2.AUDIENCE_KIND_POLYGON:
        shown["polygon"] = polygon_json(row.polygon) if row.HasField("polygon") else None
    if row.kind == kernel_pb2.AUDIENCE_KIND_CIRCLE:
        shown["circle"] = {
            "longitude": row.circle.longitude,
            "latitude": row.circle.latitude,
            "radius_km": row.circle.radius_km,
        }
    return shown


def polygon_json(polygon: kernel_pb2.Polygon) -> dict[str, Any]:
    """Return a polygon as GeoJSON of one ring."""
    ring = [list(point) for point in zip(polygon.longitudes, polygon.latitudes, strict=True)]
    return {"type": "Polygon", "coordinates": [ring]}
