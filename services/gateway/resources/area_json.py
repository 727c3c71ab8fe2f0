"""Where an alert applies, as JSON: shapes as GeoJSON has them (RFC 7946), longitude first."""

from typing import Any

from apiflask import Schema
from apiflask.fields import Float, Integer, List, Nested
from apiflask.validators import Length, Range

from isp.alerts.v1 import alert_pb2
from isp.kernel.v1 import kernel_pb2
from services.gateway.resources.audience_json import CircleIn, PolygonIn, polygon_json
from services.gateway.resources.fields import String

_MOST = 2**31 - 1


class ShapeIn(Schema):
    """A polygon or a circle."""

    polygon = Nested(PolygonIn, load_default=None, allow_none=True)
    circle = Nested(CircleIn, load_default=None, allow_none=True)


class GeocodeIn(Schema):
    """A code by which others know the area, and whose codes they are."""

    name = String(required=True, validate=Length(1, 100))
    value = String(required=True, validate=Length(1, 100))


class AreaIn(Schema):
    """Where it applies: a place in words with shapes or geocodes, or with a circle about it.

    Of an area with shapes or geocodes the latitude, longitude and radius are not read: they are the
    circle around it that an answer has.
    """

    place = String(required=True, validate=Length(1, 500))
    latitude = Float(load_default=None, allow_none=True, validate=Range(-90, 90))
    longitude = Float(load_default=None, allow_none=True, validate=Range(-180, 180))
    radius_metres = Integer(load_default=None, allow_none=True, validate=Range(1, _MOST))
    shapes = List(Nested(ShapeIn), load_default=list, validate=Length(max=100))
    geocodes = List(Nested(GeocodeIn), load_default=list, validate=Length(max=100))


def area_to_pb(said: dict[str, Any]) -> alert_pb2.Area:
    """Return an area as protobuf; what it lacks the service names."""
    area = alert_pb2.Area(
        place=said["place"],
        latitude=said["latitude"],
        longitude=said["longitude"],
        radius_metres=said["radius_metres"],
    )
    for each in said["shapes"]:
        area.shapes.append(_shape_to_pb(each))
    for each in said["geocodes"]:
        area.geocodes.add(**each)
    return area


def _shape_to_pb(said: dict[str, Any]) -> alert_pb2.AreaShape:
    if said["circle"] is not None and said["polygon"] is None:
        return alert_pb2.AreaShape(circle=kernel_pb2.Circle(**said["circle"]))
    if said["polygon"] is not None and said["circle"] is None:
        (ring,) = said["polygon"]["coordinates"]
        polygon = kernel_pb2.Polygon(
            longitudes=[point[0] for point in ring], latitudes=[point[1] for point in ring]
        )
        return alert_pb2.AreaShape(polygon=polygon)
    return alert_pb2.AreaShape()


def area_json(area: alert_pb2.Area) -> dict[str, Any]:
    """Return an area as JSON; its circle is one around all shapes, and null where it has none."""
    found = bool(area.radius_metres)
    shapes = shapes_of(area)
    return {
        "place": area.place,
        "latitude": area.latitude if found else None,
        "longitude": area.longitude if found else None,
        "radius_metres": area.radius_metres if found else None,
        "shapes": [_shape_json(shape) for shape in shapes],
        "geocodes": [{"name": each.name, "value": each.value} for each in area.geocodes],
    }


def shapes_of(area: alert_pb2.Area) -> list[alert_pb2.AreaShape]:
    """Return the shapes of an area; of one that an earlier service told of, its circle."""
    if area.shapes or not area.radius_metres:
        return list(area.shapes)
    circle = kernel_pb2.Circle(
        latitude=area.latitude, longitude=area.longitude, radius_km=area.radius_metres / 1000
    )
    return [alert_pb2.AreaShape(circle=circle)]


def _shape_json(shape: alert_pb2.AreaShape) -> dict[str, Any]:
    """Return a shape; a polygon has no points in a list of alerts."""
    if shape.HasField("circle"):
        at = shape.circle
        return {
            "circle": {
                "longitude": at.longitude,
                "latitude": at.latitude,
                "radius_km": at.radius_km,
            }
        }
    return {"polygon": polygon_json(shape.polygon) if shape.HasField("polygon") else None}
