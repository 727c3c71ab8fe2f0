"""Where an alert applies: a place in words, its circles and polygons, and other people's codes."""

import math
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from chassis.errors import Violation
from services.alerts.domain.area import (
    MICRO,
    MOST_POINTS,
    Bounds,
    Circle,
    Polygon,
    circle_of,
    micro,
    polygon_of,
)
from services.alerts.domain.distance import metres_between
from services.alerts.domain.errors import AreaWrong
from services.alerts.domain.lazily import Lazily

np = Lazily("numpy")

Geocode: TypeAlias = tuple[str, str]
"""Whose codes they are and one of them: CAP's valueName and value."""

REGION_NAME: Final = "ISP-REGION"
"""The valueName of a region of ours."""

COUNTRY: Final[Geocode] = ("ISO-3166-1-alpha-2", "GB")

PLACE_LONGEST: Final = 500
MOST_SHAPES: Final = 100
"""As many as an audience has rows: each may be one."""

MOST_GEOCODES: Final = 100
GEOCODE_LONGEST: Final = 100
ONE_CIRCLE: Final = 4
"""The last list of fields of a digest in which an area is one circle."""

MOST_POINTS_SENT: Final = 1_000
"""Points of polygons that a message to many holds: of an area with more, whoever wants them asks.

The stream, posts and events between our processes have a limit of size, and thousands of readers.
"""

NUL: Final = "\x00"
_FIELD: Final = "content.area"
_HALF_WAY: Final = 180
"""Degrees of longitude."""

_HALF_ROUND: Final = 20_037_509
"""Metres to the other end of the earth."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertArea:
    """CAP's area: areaDesc, its circles and polygons, and its geocodes.

    A shape is in CAP's notation, as `Polygon.text` and `Circle.text` write it: degrees of WGS 84
    with six decimals, and kilometres to the metre.
    """

    place: str
    shapes: tuple[str, ...] = ()
    geocodes: tuple[Geocode, ...] = ()

    @classmethod
    def about(
        cls, place: str, latitude: float, longitude: float, radius_metres: int
    ) -> "AlertArea":
        """Return the area that is one circle about a place."""
        return cls(place=place, shapes=(circle_text(latitude, longitude, radius_metres),))

    @property
    def is_one_circle(self) -> bool:
        """Tell whether it is no more than a circle about a place, as every area once was."""
        return len(self.shapes) == 1 and not self.geocodes and is_circle(self.shapes[0])

    @property
    def points(self) -> int:
        """How many points its polygons have together."""
        return sum(points_in(shape) for shape in self.shapes)

    @property
    def around(self) -> tuple[float, float, int] | None:
        """Degrees and metres of a circle that has all of its shapes in it; None without any.

        Of one circle it is that circle. Of others nothing is outside of it, though much may be in
        it that is in none: it is for readers who know no other shape.
        """
        if len(self.shapes) == 1 and is_circle(self.shapes[0]):
            north, east, kilometres = numbers_of(self.shapes[0])
            return north, east, round(kilometres * 1000)
        frames = [_frame(shape) for shape in self.shapes]
        return _around(frames) if frames else None

    def fields(self, version: int) -> dict[str, Any]:
        """Return it for a digest, whose numbers are whole: degrees to six decimals, as text."""
        if version <= ONE_CIRCLE and self.is_one_circle:
            middle, _, kilometres = self.shapes[0].partition(" ")
            latitude, _, longitude = middle.partition(",")
            return {
                "place": self.place,
                "latitude": latitude,
                "longitude": longitude,
                "radius_metres": round(float(kilometres) * 1000),
            }
        return {
            "place": self.place,
            "shapes": list(self.shapes),
            "geocodes": [list(each) for each in self.geocodes],
        }

    def violations(self) -> list[Violation]:
        """Return everything that is wrong with it, by field: of a shape, which, and what."""
        found = []
        if not 1 <= len(self.place.strip()) <= PLACE_LONGEST or NUL in self.place:
            what = f"must have 1 to {PLACE_LONGEST} letters"
            found.append(Violation(f"{_FIELD}.place", what))
        if not (self.shapes or self.geocodes):
            found.append(Violation(f"{_FIELD}.shapes", "must have a shape, or geocodes instead"))
        return found + self._wrong_shapes() + self._wrong_geocodes()

    def _wrong_shapes(self) -> list[Violation]:
        field = f"{_FIELD}.shapes"
        if len(self.shapes) > MOST_SHAPES:
            return [Violation(field, f"must have at most {MOST_SHAPES}")]
        if self.points > MOST_POINTS:
            return [Violation(field, f"must have at most {MOST_POINTS} points together")]
        if len(set(self.shapes)) != len(self.shapes):
            return [Violation(field, "says a shape twice")]
        found: list[Violation] = []
        for number, shape in enumerate(self.shapes):
            kind = "circle" if is_circle(shape) else "polygon"
            try:
                shape_of(shape)
            except AreaWrong as error:
                found += error.under(f"{field}[{number}].{kind}").violations
        return found

    def _wrong_geocodes(self) -> list[Violation]:
        field = f"{_FIELD}.geocodes"
        if len(self.geocodes) > MOST_GEOCODES:
            return [Violation(field, f"must have at most {MOST_GEOCODES}")]
        if len(set(self.geocodes)) != len(self.geocodes):
            return [Violation(field, "says a geocode twice")]
        found = []
        for number, pair in enumerate(self.geocodes):
            for name, text in zip(("name", "value"), pair, strict=True):
                if not 1 <= len(text.strip()) <= GEOCODE_LONGEST or NUL in text:
                    what = f"must have 1 to {GEOCODE_LONGEST} characters, none of them NUL"
                    found.append(Violation(f"{field}[{number}].{name}", what))
            if is_ours(pair):
                what = "is a code of ours, which the audience says"
                found.append(Violation(f"{field}[{number}].name", what))
        return found


def is_ours(geocode: Geocode) -> bool:
    """Tell whether a geocode says for whom something is, and so is no part of an area."""
    return geocode[0] == REGION_NAME or geocode == COUNTRY


def circle_text(latitude: float, longitude: float, radius_metres: int) -> str:
    """Return a circle in CAP's notation, whether or not it can be one."""
    return f"{latitude:.6f},{longitude:.6f} {radius_metres / 1000:.3f}"


def is_circle(shape: str) -> bool:
    """Tell a circle from a polygon: it has one comma."""
    return points_in(shape) == 0


def points_in(shape: str) -> int:
    """Return how many points a shape's ring has; a circle has none."""
    commas = shape.count(",")
    return commas if commas > 1 else 0


def shape_of(shape: str) -> Polygon | Circle:
    """Return the polygon or circle of a text.

    Raises:
        AreaWrong: it is none.
    """
    return circle_of(shape) if is_circle(shape) else polygon_of(shape)


def numbers_of(shape: str) -> tuple[float, ...]:
    """Return the numbers of a shape as they stand in it: latitude first."""
    return tuple(map(float, shape.replace(",", " ").split()))


def _frame(shape: str) -> Bounds:
    """Return the frame of a shape without making a geometry of it: lists ask for many."""
    if is_circle(shape):
        return circle_of(shape).bounds
    numbers = numbers_of(shape)
    ys, xs = numbers[0::2], numbers[1::2]
    return micro(min(ys)), micro(min(xs)), micro(max(ys)), micro(max(xs))


def _around(frames: list[Bounds]) -> tuple[float, float, int]:
    """Return the circle around a frame: nothing in it is further from its middle than a corner.

    That is so of a frame of half the way around the earth at most; around more all of it is.
    """
    souths, wests, norths, easts = zip(*frames, strict=True)
    south, west = min(souths) / MICRO, min(wests) / MICRO
    north, east = max(norths) / MICRO, max(easts) / MICRO
    middle, across = round((south + north) / 2, 6), round((west + east) / 2, 6)
    if east - west > _HALF_WAY:
        return middle, across, _HALF_ROUND
    corners = np.array([south, south, north, north]), np.array([west, east, west, east])
    furthest = float(metres_between(np.array([middle]), np.array([across]), *corners).max())
    return middle, across, min(math.ceil(furthest + 1), _HALF_ROUND)
