"""Polygons and circles as CAP writes them: degrees of WGS 84, latitude first."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from services.alerts.domain.area import MICRO, MOST_POINTS
from services.alerts.domain.lazily import Lazily

if TYPE_CHECKING:
    import shapely
else:
    shapely = Lazily("shapely")

Point = tuple[float, float]
"""Latitude and longitude."""

_LEAST: Final = 4
_FIELDS_OF_CIRCLE: Final = 2


class NotAPolygon(ValueError):
    """A text is no polygon as CAP has them."""


class NotACircle(ValueError):
    """A text is no circle as CAP has them."""


@dataclass(frozen=True, slots=True)
class Circle:
    """All within so many kilometres of a point."""

    middle: Point
    kilometres: float


def points_in(polygons: Sequence[str]) -> int:
    """Return how many points texts have at most; it is counted, and nothing of them is read."""
    return sum(text.count(",") for text in polygons)


def read_polygon(said: str) -> tuple[Point, ...]:
    """Return the points of a polygon, the last of which is the first again.

    Raises:
        NotAPolygon: a pair is none, there are fewer than four or more than MOST_POINTS, it is not
            closed, or it crosses itself.
    """
    pairs = said.split()
    if len(pairs) > MOST_POINTS:
        raise NotAPolygon(f"must have at most {MOST_POINTS} points")
    try:
        points = tuple(map(_point, pairs))
    except ValueError as error:
        raise NotAPolygon(str(error)) from None
    see_that_it_is_a_polygon(points)
    return points


def see_that_it_is_a_polygon(points: Sequence[Point]) -> None:
    """See that points make a polygon, to a tenth of a metre: with so much it is kept.

    Raises:
        NotAPolygon: as `read_polygon` says.
    """
    if len(points) < _LEAST:
        raise NotAPolygon("must have at least four pairs of latitude and longitude")
    if len(points) > MOST_POINTS:
        raise NotAPolygon(f"must have at most {MOST_POINTS} points")
    if points[0] != points[-1]:
        raise NotAPolygon("must end at the point where it begins")
    ring = shapely.Polygon([(round(east * MICRO), round(north * MICRO)) for north, east in points])
    if not ring.is_valid or ring.area == 0:
        raise NotAPolygon("must not cross or touch itself")


def read_circle(said: str) -> Circle:
    """Return a circle.

    Raises:
        NotACircle: it is not written as "latitude,longitude kilometres".
    """
    parts = said.split()
    if len(parts) != _FIELDS_OF_CIRCLE:
        raise NotACircle('must be written as "latitude,longitude kilometres"')
    try:
        circle = Circle(_point(parts[0]), _number(parts[1]))
    except ValueError as error:
        raise NotACircle(str(error)) from None
    if circle.kilometres < 0:
        raise NotACircle("must have a radius of 0 kilometres or more")
    return circle


def written_polygon(points: Sequence[Point]) -> str:
    """Return a polygon as CAP writes it."""
    return " ".join(map(_written, points))


def written_circle(circle: Circle) -> str:
    """Return a circle as CAP writes it."""
    return f"{_written(circle.middle)} {_figures(circle.kilometres)}"


def _point(said: str) -> Point:
    latitude, comma, longitude = said.partition(",")
    if not comma:
        raise ValueError("must be pairs of latitude and longitude, with a comma between")
    north, east = _number(latitude), _number(longitude)
    if abs(north) > 90 or abs(east) > 180:
        raise ValueError("must lie from -90 to 90 degrees and from -180 to 180")
    return north, east


def _number(said: str) -> float:
    if not said.isascii() or "_" in said:
        raise ValueError("must be written in figures")
    try:
        number = float(said)
    except ValueError:
        raise ValueError("must be written in figures") from None
    if not math.isfinite(number):
        raise ValueError("must be written in figures")
    return number


def _written(point: Point) -> str:
    return ",".join(map(_figures, point))


def _figures(number: float) -> str:
    """Return a number to a ten-millionth, a centimetre on the ground, without needless noughts."""
    return f"{number:.7f}".rstrip("0").rstrip(".")
