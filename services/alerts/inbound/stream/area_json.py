"""Where an alert applies, as the stream's readers get it: shapes as GeoJSON has them (RFC 7946)."""

from typing import Any

from isp.alerts.v1 import alert_pb2


def area_json(area: alert_pb2.Area) -> dict[str, Any]:
    """Return an area as JSON; a polygon whose points were left out has none here either."""
    found = bool(area.radius_metres)
    return {
        "place": area.place,
        "latitude": area.latitude if found else None,
        "longitude": area.longitude if found else None,
        "radius_metres": area.radius_metres if found else None,
        "shapes": [_shape(shape) for shape in area.shapes] or ([_only(area)] if found else []),
        "geocodes": [{"name": each.name, "value": each.value} for each in area.geocodes],
    }


def _only(area: alert_pb2.Area) -> dict[str, Any]:
    """Return the one shape of an area that an earlier version of us told of: its circle."""
    kilometres = area.radius_metres / 1000
    at = {"longitude": area.longitude, "latitude": area.latitude, "radius_km": kilometres}
    return {"circle": at}


def _shape(shape: alert_pb2.AreaShape) -> dict[str, Any]:
    if shape.HasField("circle"):
        at = shape.circle
        return {
            "circle": {
                "longitude": at.longitude,
                "latitude": at.latitude,
                "radius_km": at.radius_km,
            }
        }
    ring = zip(shape.polygon.longitudes, shape.polygon.latitudes, strict=True)
    whole = {"type": "Polygon", "coordinates": [[list(point) for point in ring]]}
    return {"polygon": whole if shape.HasField("polygon") else None}
