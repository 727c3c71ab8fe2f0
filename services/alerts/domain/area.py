"""Areas of an audience: a polygon or a circle, and which points are in it or on its edge.

Coordinates are whole microdegrees of WGS 84, a tenth of a metre: "on the edge" is exact then, and
what was checked, signed and stored is the same number everywhere. Edges of a polygon are straight
in degrees (RFC 7946, section 3.1.1); a circle's radius is a distance on the ground.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Protocol, TypeAlias

from chassis.errors import Violation
from services.alerts.domain.distance import metres_between
from services.alerts.domain.errors import (
    AreaWrong,
    NoArea,
    PointNotFinite,
    PointOutOfRange,
    PointsSwapped,
    PolygonCrossesItself,
    PolygonUnclosed,
    RadiusOutOfRange,
    TooFewPoints,
    TooManyPoints,
)
from services.alerts.domain.lazily import Lazily

if TYPE_CHECKING:
    import numpy as np
    import shapely
    from numpy.typing import ArrayLike, NDArray

    Micro: TypeAlias = NDArray[np.int64]
    Hits: TypeAlias = NDArray[np.bool_]
else:
    np, shapely = Lazily("numpy"), Lazily("shapely")

MICRO: Final = 1_000_000
LEAST_POINTS: Final = 4
MOST_POINTS: Final = 50_000
LARGEST_RADIUS: Final = 1_000_000
"""Metres: from London that is beyond every island of ours."""

EDGE_METRES: Final = 0.5
"""By so much the distance of two rounded points may be wrong: a premises that close is in."""

_DEGREES: Final = (("latitude", 90), ("longitude", 180))
_SOUTH, _NORTH, _WEST, _EAST = 49.0, 61.5, -9.5, 2.5
"""A frame around the United Kingdom, wide enough for its waters."""
_METRES_A_DEGREE: Final = 110_500
"""Fewer than any degree of latitude has."""

Bounds: TypeAlias = tuple[int, int, int, int]
"""South, west, north, east."""


class Area(Protocol):
    """Somewhere that points may be in."""

    @property
    def bounds(self) -> Bounds:
        """A frame: what is outside of it is outside of the area."""
        ...

    @property
    def text(self) -> str:
        """The area in CAP's notation, in degrees with six decimals: the same for the same area."""
        ...

    def covers(self, latitudes: Micro, longitudes: Micro) -> Hits:
        """Tell of each point whether it is in the area or on its edge."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Polygon:
    """A closed ring without a hole; the first point stands again at the end."""

    latitudes: Micro
    longitudes: Micro
    shape: shapely.Polygon = field(init=False, repr=False)
    bounds: Bounds = field(init=False, repr=False)
    """A frame: what is outside of it is outside of the area."""

    def __post_init__(self) -> None:
        ys, xs = self.latitudes, self.longitudes
        frame = int(ys.min()), int(xs.min()), int(ys.max()), int(xs.max())
        object.__setattr__(self, "bounds", frame)
        ring = np.column_stack((self.longitudes, self.latitudes)).astype(np.float64)
        shape = shapely.Polygon(ring)
        shapely.prepare(shape)
        object.__setattr__(self, "shape", shape)

    @classmethod
    def of(cls, latitudes: ArrayLike, longitudes: ArrayLike) -> Polygon:
        """Return the polygon of a ring in degrees, rounded to six decimals.

        What costs little is looked at first: no geometry is done on what is too long, not finite,
        out of range or not closed.

        Raises:
            TooFewPoints, TooManyPoints, PointNotFinite, PointOutOfRange, PointsSwapped,
            PolygonUnclosed, NoArea, PolygonCrossesItself: it is so; the point is named.
        """
        north = np.asarray(latitudes, dtype=np.float64)
        east = np.asarray(longitudes, dtype=np.float64)
        if north.size != east.size:
            what = f"must have as many latitudes as longitudes, not {north.size} and {east.size}"
            raise AreaWrong(Violation("points", what))
        if north.size < LEAST_POINTS:
            what = f"must have {LEAST_POINTS} at least, of which the last is the first"
            raise TooFewPoints(Violation("points", what))
        if north.size > MOST_POINTS:
            raise TooManyPoints(Violation("points", f"must have {MOST_POINTS} at most"))
        _see_that_points_are_on_earth(north, east, "points[{}].")
        y, x = _micro(north), _micro(east)
        if (y[0], x[0]) != (y[-1], x[-1]):
            last = f"points[{y.size - 1}]"
            raise PolygonUnclosed(Violation(last, "must be the first point again"))
        _see_that_it_has_an_area(y, x)
        polygon = cls(y, x)
        said = str(shapely.is_valid_reason(polygon.shape))
        if said != "Valid Geometry":
            raise PolygonCrossesItself(_crossing(polygon, said))
        return polygon

    @property
    def text(self) -> str:
        """The ring in CAP's notation: `lat,lon lat,lon ...`."""
        pairs = zip(self.latitudes.tolist(), self.longitudes.tolist(), strict=True)
        return " ".join(f"{y / MICRO:.6f},{x / MICRO:.6f}" for y, x in pairs)

    def covers(self, latitudes: Micro, longitudes: Micro) -> Hits:
        """Tell of each point whether it is inside or on the edge."""
        return _within(
            self.bounds,
            latitudes,
            longitudes,
            lambda y, x: np.asarray(
                shapely.intersects_xy(self.shape, x.astype(np.float64), y.astype(np.float64))
            ),
        )


@dataclass(frozen=True, slots=True)
class Circle:
    """All that is no further from a point than so many metres."""

    latitude: int
    longitude: int
    radius_metres: int
    bounds: Bounds = field(init=False, repr=False, compare=False)
    """A frame; beside a pole, or around the half of the earth, it has all longitudes."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "bounds", self._frame())

    @classmethod
    def of(cls, latitude: float, longitude: float, radius_km: float) -> Circle:
        """Return a circle; its middle in degrees, its radius in kilometres, to the metre.

        Raises:
            PointNotFinite, PointOutOfRange, PointsSwapped, RadiusOutOfRange: it is so.
        """
        north, east = np.array([latitude], np.float64), np.array([longitude], np.float64)
        _see_that_points_are_on_earth(north, east, "")
        metres = round(radius_km * 1000) if np.isfinite(radius_km) else 0
        if not 1 <= metres <= LARGEST_RADIUS:
            what = f"must be 0.001 to {LARGEST_RADIUS // 1000} km"
            raise RadiusOutOfRange(Violation("radius_km", what))
        return cls(int(_micro(north)[0]), int(_micro(east)[0]), metres)

    def _frame(self) -> Bounds:
        up = (self.radius_metres + EDGE_METRES) / _METRES_A_DEGREE
        south, north = self.latitude / MICRO - up, self.latitude / MICRO + up
        narrowest = float(np.cos(np.radians(max(abs(south), abs(north)))))
        across = up / narrowest if max(abs(south), abs(north)) < 90 else 360.0
        y0, y1 = int(np.floor(south * MICRO)), int(np.ceil(north * MICRO))
        west, east = self.longitude - across * MICRO, self.longitude + across * MICRO
        if west < -180 * MICRO or east > 180 * MICRO:
            west, east = -180 * MICRO, 180 * MICRO
        return y0, int(np.floor(west)), y1, int(np.ceil(east))

    @property
    def text(self) -> str:
        """The circle in CAP's notation: `lat,lon radius`, in kilometres."""
        y, x = self.latitude / MICRO, self.longitude / MICRO
        return f"{y:.6f},{x:.6f} {self.radius_metres / 1000:.3f}"

    def covers(self, latitudes: Micro, longitudes: Micro) -> Hits:
        """Tell of each point whether it is so near, on the ground."""
        here = np.array([self.latitude]) / MICRO, np.array([self.longitude]) / MICRO
        return _within(
            self.bounds,
            latitudes,
            longitudes,
            lambda y, x: (
                metres_between(*here, y / MICRO, x / MICRO) <= self.radius_metres + EDGE_METRES
            ),
        )


def holds(outer: Area, inner: Area) -> bool:
    """Tell whether all of an area is in another; False also where that is not easily known."""
    if isinstance(outer, Circle) and isinstance(inner, Circle):
        return _between(
            outer, inner
        ) + inner.radius_metres + EDGE_METRES <= outer.radius_metres or (outer == inner)
    if isinstance(outer, Polygon):
        shape = inner.shape if isinstance(inner, Polygon) else _frame(inner)
        return bool(shapely.covers(outer.shape, shape))
    return False


def apart(one: Area, other: Area) -> bool:
    """Tell whether no point is in both areas; False also where that is not easily known."""
    if isinstance(one, Circle) and isinstance(other, Circle):
        together = one.radius_metres + other.radius_metres + 4 * EDGE_METRES
        return _between(one, other) > together
    first = one.shape if isinstance(one, Polygon) else _frame(one)
    second = other.shape if isinstance(other, Polygon) else _frame(other)
    return bool(shapely.disjoint(first, second))


def _between(one: Circle, other: Circle) -> float:
    ends = ((each.latitude, each.longitude) for each in (one, other))
    (y, x), (v, u) = ((np.array([a]) / MICRO, np.array([b]) / MICRO) for a, b in ends)
    return float(metres_between(y, x, v, u)[0])


def _frame(area: Area) -> shapely.Polygon:
    south, west, north, east = area.bounds
    frame: shapely.Polygon = shapely.box(west, south, east, north)
    return frame


@lru_cache(maxsize=64)
def polygon_of(text: str) -> Polygon:
    """Return the polygon of a text that `Polygon.text` made.

    Raises:
        AreaWrong: it cannot be read, or cannot be a polygon.
    """
    numbers = _numbers(text)
    return Polygon.of(numbers[0::2], numbers[1::2])


@lru_cache(maxsize=1024)
def circle_of(text: str) -> Circle:
    """Return the circle of a text that `Circle.text` made.

    Raises:
        AreaWrong: it cannot be read, or cannot be a circle.
    """
    numbers = _numbers(text)
    if numbers.size != 3:
        raise AreaWrong(Violation("circle", "must be latitude,longitude radius"))
    return Circle.of(*numbers.tolist())


def _numbers(text: str) -> NDArray[np.float64]:
    try:
        return np.array(text.replace(",", " ").split(), dtype=np.float64)
    except ValueError:
        raise AreaWrong(Violation("points", "must be numbers")) from None


def _micro(degrees: NDArray[np.float64]) -> Micro:
    return np.rint(degrees * MICRO).astype(np.int64)


def micro(degrees: float) -> int:
    """Return degrees as whole microdegrees."""
    return round(degrees * MICRO)


def _within(bounds: Bounds, latitudes: Micro, longitudes: Micro, exact: _Exact) -> Hits:
    """Tell which points are in the frame, and by the exact rule in the area."""
    south, west, north, east = bounds
    near = (latitudes >= south) & (latitudes <= north) & (longitudes >= west) & (longitudes <= east)
    found = np.flatnonzero(near)
    if not found.size:
        return near
    near[found] = exact(latitudes[found], longitudes[found])
    return near


class _Exact(Protocol):
    def __call__(self, latitudes: Micro, longitudes: Micro, /) -> Hits: ...


def _see_that_points_are_on_earth(
    north: NDArray[np.float64], east: NDArray[np.float64], place: str
) -> None:
    for (name, most), values in zip(_DEGREES, (north, east), strict=True):
        if (bad := np.flatnonzero(~np.isfinite(values))).size:
            at = place.format(bad[0])
            raise PointNotFinite(Violation(f"{at}{name}", "must be a finite number"))
        if (bad := np.flatnonzero(np.abs(values) > most)).size:
            at = place.format(bad[0])
            what = f"must be degrees from -{most} to {most}"
            raise PointOutOfRange(Violation(f"{at}{name}", what))
    if not _at_home(north, east).any() and _at_home(east, north).all():
        what = "is given for longitude: every point would be in the United Kingdom if swapped"
        raise PointsSwapped(Violation(f"{place.format(0)}latitude", what))


def _at_home(north: NDArray[np.float64], east: NDArray[np.float64]) -> Hits:
    return (north >= _SOUTH) & (north <= _NORTH) & (east >= _WEST) & (east <= _EAST)


def _see_that_it_has_an_area(y: Micro, x: Micro) -> None:
    """See that not all points are on one line, exactly: the products fit 64 bits."""
    dy, dx = y - y[0], x - x[0]
    furthest = int(np.argmax(np.abs(dy) + np.abs(dx)))
    if not np.any(dy * dx[furthest] - dx * dy[furthest]):
        raise NoArea(Violation("points", "must surround something: all are on one line"))


def _crossing(polygon: Polygon, said: str) -> Violation:
    """Return near which point the ring crosses or touches itself: GEOS says `...[x y]`."""
    where = said.rpartition("[")[2].rstrip("]").split()
    if len(where) < 2:
        return Violation("points", "must not cross or touch themselves")
    x, y = float(where[0]), float(where[1])
    away = np.hypot(polygon.latitudes - y, polygon.longitudes - x)
    near = f"near latitude {y / MICRO:.6f}, longitude {x / MICRO:.6f}"
    return Violation(f"points[{int(np.argmin(away))}]", f"must not cross or touch the ring {near}")
