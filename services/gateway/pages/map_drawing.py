"""Where an alert is, drawn by ourselves: no other server learns of it, and none is needed."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from isp.alerts.v1 import alert_pb2, audience_pb2, templates_pb2
from isp.kernel.v1 import kernel_pb2
from services.gateway.pages.map_frame import HEIGHT, KM_A_DEGREE, WIDTH, Frame, Point
from services.gateway.resources.area_json import shapes_of

_OUTLINE: Final = Path(__file__).resolve().parent / "data" / "outline.json"
_COUNTRY: Final = (49.8, -8.3, 60.9, 1.9)
"""The frame of the smaller map: south, west, north, east."""

_COARSE_KM: Final = 5
"""Nearer than so many kilometres across the coast, true to a kilometre, would mislead."""

MOST_DRAWN: Final = 2_000
"""Points of a ring that are drawn: a page this wide shows no more of it."""

_STYLES: Final = {
    kernel_pb2.AUDIENCE_MODE_INCLUDE: "include",
    kernel_pb2.AUDIENCE_MODE_EXCLUDE: "exclude",
    kernel_pb2.AUDIENCE_MODE_MUST_BE: "only",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """One area: a path, or a circle where `radius` is said, with its number where it stands."""

    number: int
    style: str
    at: Point
    path: str = ""
    radius: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """How many places are in a part of the map."""

    at: Point
    text: str
    radius: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """A map: the land, what is shown on it, and where on the country's map that is."""

    land: Sequence[str]
    shapes: Sequence[Shape]
    towns: Sequence[tuple[str, Point]]
    bar: tuple[float, float]
    frame: Frame
    country: Sequence[str]
    spot: tuple[float, float, float, float]
    """The frame on the country's map: x, y, width, height."""

    cells: Sequence[Cell] = ()
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def told(self) -> int:
        """How many shapes show where readers are told that it applies."""
        return sum(not shape.number for shape in self.shapes)

    @property
    def across_km(self) -> float:
        """How many kilometres the map is wide."""
        return WIDTH / self.frame.units(1)


@cache
def _rings() -> tuple[tuple[Point, ...], ...]:
    """Return the coasts."""
    said = json.loads(_OUTLINE.read_text("utf-8"))["rings"]
    return tuple(
        tuple((float(n), float(e)) for n, e in (pair.split(",") for pair in ring.split()))
        for ring in said
    )


@cache
def _country() -> tuple[Frame, tuple[str, ...]]:
    """Return the country's own map."""
    frame = Frame.around(*_COUNTRY)
    return frame, tuple(filter(None, map(frame.path, _rings())))


def drawing_of(
    content: alert_pb2.AlertContent,
    towns: Iterable[templates_pb2.Place],
    counted: audience_pb2.GetReachMapResponse | None = None,
) -> Drawing | None:
    """Return the map of an alert's areas, None where it has none with points.

    The areas are numbered as they stand in the audience; what readers are told of is last.
    """
    areas = [
        (number, row)
        for number, row in enumerate(content.audience, start=1)
        if row.HasField("circle") or row.polygon.latitudes
    ]
    bounds = [_bounds(row) for _, row in areas]
    if content.HasField("area"):
        told = [row for row in map(_told, shapes_of(content.area)) if row is not None]
        bounds += map(_bounds, told)
        areas += [(0, row) for row in told]
    if not areas:
        return None
    south, west, _, _ = map(min, zip(*bounds, strict=True))
    _, _, north, east = map(max, zip(*bounds, strict=True))
    frame = Frame.around(south, west, north, east)
    across = WIDTH / frame.units(1)
    return Drawing(
        land=[*filter(None, map(frame.path, _rings()))] if across > _COARSE_KM else [],
        shapes=[_shape(frame, number, row) for number, row in areas],
        towns=[
            (each.name, frame.at((each.latitude, each.longitude)))
            for each in towns
            if frame.shows((each.latitude, each.longitude))
        ],
        cells=[_cell(frame, each) for each in counted.squares] if counted else [],
        bar=frame.bar(),
        frame=frame,
        country=_country()[1],
        spot=_spot(frame),
    )


def _told(shape: alert_pb2.AreaShape) -> kernel_pb2.AudienceRow | None:
    """Return a shape of what readers are told as a row is drawn; None of one without points."""
    if shape.HasField("circle"):
        return kernel_pb2.AudienceRow(circle=shape.circle)
    if not shape.polygon.latitudes:
        return None
    return kernel_pb2.AudienceRow(polygon=shape.polygon)


def _cell(frame: Frame, square: audience_pb2.ReachSquare) -> Cell:
    text = str(square.premises or "<5")
    at = frame.at((square.latitude, square.longitude))
    return Cell(at=at, text=text, radius=7 + 4 * len(text))


def _shape(frame: Frame, number: int, row: kernel_pb2.AudienceRow) -> Shape:
    style = _STYLES.get(row.mode, "told") if number else "told"
    if row.HasField("circle"):
        at = frame.at((row.circle.latitude, row.circle.longitude))
        radius = frame.units(row.circle.radius_km)
        return Shape(number=number, style=style, at=at, radius=round(radius, 1))
    south, west, north, east = _bounds(row)
    points = list(zip(row.polygon.latitudes, row.polygon.longitudes, strict=True))
    ring = points[:: len(points) // MOST_DRAWN + 1]
    at = frame.at(((south + north) / 2, (west + east) / 2))
    return Shape(number=number, style=style, at=at, path=frame.path(ring))


def _bounds(row: kernel_pb2.AudienceRow) -> tuple[float, float, float, float]:
    """Return the frame of an area: south, west, north, east."""
    if row.HasField("circle"):
        at = row.circle
        up = at.radius_km / KM_A_DEGREE
        across = up * 1.8  # as far north as the country goes
        return (
            *(at.latitude - up, at.longitude - across),
            *(at.latitude + up, at.longitude + across),
        )
    norths, easts = row.polygon.latitudes, row.polygon.longitudes
    return min(norths), min(easts), max(norths), max(easts)


def _spot(frame: Frame) -> tuple[float, float, float, float]:
    """Return where a frame is on the country's map; a spot that would not be seen is larger."""
    country = _country()[0]
    x, y = country.at((frame.north, frame.east))
    wide = max(10.0, WIDTH / frame.scale * country.scale)
    high = max(10.0, HEIGHT / frame.scale * country.scale)
    return round(x - wide / 2, 1), round(y - high / 2, 1), round(wide, 1), round(high, 1)
