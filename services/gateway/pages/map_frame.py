"""A part of the earth as a drawing: degrees to a page's units, cut to what is seen.

Equirectangular about the middle of what is shown: true to shape where alerts are, and simple.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

WIDTH: Final = 600
HEIGHT: Final = 450
KM_A_DEGREE: Final = 111.2
"""Of latitude."""

LEAST_KM: Final = 0.4
"""The least that is shown across: nearer there is nothing to see."""

MARGIN: Final = 1.3
Point = tuple[float, float]
"""Latitude and longitude; or x and y on the page, from the upper left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What is shown: the middle in degrees, and units of the page for each degree of latitude."""

    north: float
    east: float
    scale: float

    @classmethod
    def around(cls, south: float, west: float, north: float, east: float) -> "Frame":
        """Return the frame in which an area stands with a margin."""
        middle = (south + north) / 2
        narrow = math.cos(math.radians(middle))
        least = LEAST_KM / KM_A_DEGREE
        high = max((north - south) * MARGIN, least)
        wide = max((east - west) * narrow * MARGIN, least)
        return cls(north=middle, east=(west + east) / 2, scale=min(WIDTH / wide, HEIGHT / high))

    def at(self, point: Point) -> Point:
        """Return where a point is on the page."""
        narrow = math.cos(math.radians(self.north))
        return (
            WIDTH / 2 + (point[1] - self.east) * narrow * self.scale,
            HEIGHT / 2 - (point[0] - self.north) * self.scale,
        )

    def units(self, km: float) -> float:
        """Return how long so many kilometres are on the page."""
        return km / KM_A_DEGREE * self.scale

    def shows(self, point: Point) -> bool:
        """Tell whether a point is on the page."""
        x, y = self.at(point)
        return 0 <= x <= WIDTH and 0 <= y <= HEIGHT

    def path(self, ring: Iterable[Point]) -> str:
        """Return a ring as an SVG path, cut to the page; empty where nothing of it is there."""
        seen = _cut([self.at(point) for point in ring])
        steps: list[str] = []
        last: tuple[int, int] | None = None
        for x, y in seen:
            here = round(x * 2), round(y * 2)
            if here != last:
                steps.append(f"{'L' if steps else 'M'}{here[0] / 2:g} {here[1] / 2:g}")
            last = here
        return f"{''.join(steps)}Z" if len(steps) > 2 else ""

    def bar(self) -> tuple[float, float]:
        """Return a round number of kilometres, at most a quarter of the page, and its units."""
        most = WIDTH / 4 / self.units(1)
        power = 10 ** math.floor(math.log10(most))
        km = max((each * power for each in (1, 2, 5) if each * power <= most), default=most)
        return km, self.units(km)


def _cut(ring: Sequence[Point]) -> Sequence[Point]:
    """Return a ring cut at the page's edges (Sutherland and Hodgman)."""
    edge = 4.0  # so that the line along the page's edge is not seen
    for axis, bound, sign in (
        *((0, -edge, 1), (0, WIDTH + edge, -1)),
        *((1, -edge, 1), (1, HEIGHT + edge, -1)),
    ):
        ring = _half(ring, axis, bound, sign)
    return ring


def _half(ring: Sequence[Point], axis: int, bound: float, sign: int) -> Sequence[Point]:
    """Return what of a ring is on one side of a line."""
    kept: list[Point] = []
    for before, here in zip([*ring[-1:], *ring[:-1]], ring, strict=True):
        was, now = (sign * (point[axis] - bound) for point in (before, here))
        if (was < 0) != (now < 0):
            part = was / (was - now)
            kept.append(
                (
                    before[0] + part * (here[0] - before[0]),
                    before[1] + part * (here[1] - before[1]),
                )
            )
        if now >= 0:
            kept.append(here)
    return kept
