"""The line around an area as somebody pasted it: pairs of latitude and longitude, or GeoJSON."""

import json
from collections.abc import Iterable
from typing import Any, Final

from flask_babel import gettext

from isp.kernel.v1 import kernel_pb2

LONGEST: Final = 1_500_000
"""Characters of 50,000 points, each on a line of its own."""

_PAIR: Final = 2


class NoLine(ValueError):
    """A text is no line around an area; it says why."""


def polygon_of(said: str) -> kernel_pb2.Polygon:
    """Return the polygon of a text. Whether it is closed and does not cross itself, alerts says.

    Raises:
        NoLine: it is neither pairs of numbers nor a GeoJSON polygon of one ring.
    """
    points = _geojson(said) if said.lstrip().startswith("{") else _pairs(said)
    polygon = kernel_pb2.Polygon()
    for latitude, longitude in points:
        polygon.latitudes.append(latitude)
        polygon.longitudes.append(longitude)
    return polygon


def text_of(polygon: kernel_pb2.Polygon) -> str:
    """Return a polygon as pairs of latitude and longitude, one a line."""
    pairs = zip(polygon.latitudes, polygon.longitudes, strict=True)
    return "\n".join(f"{north:.6f},{east:.6f}" for north, east in pairs)


def _pairs(said: str) -> Iterable[tuple[float, float]]:
    found = []
    for number, each in enumerate(said.replace(", ", ",").split(), start=1):
        try:
            north, east = map(float, each.split(","))
        except ValueError:
            what = gettext("point %(number)d must be latitude,longitude", number=number)
            raise NoLine(what) from None
        found.append((north, east))
    return found


def _geojson(said: str) -> Iterable[tuple[float, float]]:
    """Return the points of a GeoJSON polygon (RFC 7946), which has longitude first."""
    try:
        rings = _rings(json.loads(said))
        (ring,) = rings
        return [(float(north), float(east)) for east, north, *_ in ring]
    except (ValueError, TypeError, KeyError, RecursionError):
        raise NoLine(gettext("must be one GeoJSON polygon without a hole")) from None


def _rings(said: Any) -> Any:
    """Return the rings of the one polygon that a GeoJSON object holds."""
    if said["type"] == "FeatureCollection":
        (said,) = said["features"]
    if said["type"] == "Feature":
        said = said["geometry"]
    if said["type"] != "Polygon":
        raise ValueError(said["type"])
    return said["coordinates"]
