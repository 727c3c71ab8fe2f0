"""Where an alert applies, as an endpoint gets it: shapes as GeoJSON has them (RFC 7946)."""

from typing import Any

from services.alerts.domain.alert_area import (
    MOST_POINTS_SENT,
    AlertArea,
    is_circle,
    numbers_of,
)


def posted_area(area: AlertArea) -> dict[str, Any]:
    """Return an area as JSON, with the circle around it; of too many points no polygon has any."""
    north, east, metres = area.around or (None, None, None)
    whole = area.points <= MOST_POINTS_SENT
    return {
        "place": area.place,
        "latitude": north,
        "longitude": east,
        "radius_metres": metres,
        "shapes": [_shape(shape, whole=whole) for shape in area.shapes],
        "geocodes": [{"name": name, "value": value} for name, value in area.geocodes],
    }


def _shape(shape: str, *, whole: bool) -> dict[str, Any]:
    numbers = numbers_of(shape) if whole or is_circle(shape) else ()
    if is_circle(shape):
        north, east, kilometres = numbers
        return {"circle": {"longitude": east, "latitude": north, "radius_km": kilometres}}
    ring = [list(point) for point in zip(numbers[1::2], numbers[0::2], strict=True)]
    return {"polygon": {"type": "Polygon", "coordinates": [ring]} if whole else None}
