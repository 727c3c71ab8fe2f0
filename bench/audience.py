"""`audience`: which of 300,000 premises are in a polygon of 200 points, against a loop over points.

The peer asks shapely of each point in turn, of a prepared polygon, as one would at first. What is
measured is the area of alerts' domain itself, found by its name in the service: it is arithmetic
and has no front of its own.
"""

import math
import time
from importlib import import_module
from typing import Any, Final

import numpy as np
import shapely

from bench.measure import Ratio, Result, in_pairs, say

PREMISES: Final = 300_000
POINTS: Final = 200
GOAL_MILLISECONDS: Final = 300.0
AREA: Final = "services.alerts.domain.area"
_SOUTH, _NORTH, _WEST, _EAST = 50.0, 58.0, -5.5, 1.7


def run() -> Result:
    """Find the premises in pairs, both ways, and see that both find the same."""
    area = import_module(AREA)
    latitudes, longitudes = _premises()
    ring = _ring()
    polygon = area.Polygon.of(ring[0], ring[1])
    circle = area.Circle.of(52.5, -1.5, 100)
    counts: dict[str, int] = {}

    def ours() -> float:
        began = time.perf_counter()
        counts["ours"] = int(polygon.covers(latitudes, longitudes).sum())
        return (time.perf_counter() - began) * 1000

    def peer() -> float:
        shape = shapely.Polygon(np.column_stack((polygon.longitudes, polygon.latitudes)))
        shapely.prepare(shape)
        points = list(zip(longitudes.tolist(), latitudes.tolist(), strict=True))
        began = time.perf_counter()
        counts["peer"] = sum(shape.intersects(shapely.Point(x, y)) for x, y in points)
        return (time.perf_counter() - began) * 1000

    ratio = in_pairs(ours, peer)
    say(f"in the polygon: {counts['ours']} by ours, {counts['peer']} by the peer")
    return _result(ratio, counts, _of_circle(circle, latitudes, longitudes))


def _of_circle(circle: Any, latitudes: Any, longitudes: Any) -> float:
    """Return the milliseconds of the same for a circle, whose distances are on the ground."""
    began = time.perf_counter()
    circle.covers(latitudes, longitudes)
    return (time.perf_counter() - began) * 1000


def _premises() -> tuple[Any, Any]:
    """Return so many premises over Great Britain, in microdegrees, the same in each run."""
    numbers = np.random.default_rng(seed=6)
    north = numbers.uniform(_SOUTH, _NORTH, PREMISES)
    east = numbers.uniform(_WEST, _EAST, PREMISES)
    return np.rint(north * 1e6).astype(np.int64), np.rint(east * 1e6).astype(np.int64)


def _ring() -> tuple[list[float], list[float]]:
    """Return a ragged ring around the Midlands, closed, of so many points."""
    turns = [2 * math.pi * number / (POINTS - 1) for number in range(POINTS - 1)]
    reach = [1.5 + 0.3 * math.sin(7 * turn) for turn in turns]
    north = [52.5 + far * math.sin(turn) for far, turn in zip(reach, turns, strict=True)]
    east = [-1.5 + far * math.cos(turn) for far, turn in zip(reach, turns, strict=True)]
    return [*north, north[0]], [*east, east[0]]


def _result(ratio: Ratio, counts: dict[str, int], circle: float) -> Result:
    slowest = max(ratio.ours)
    return Result(
        name="audience",
        figure=round(sorted(ratio.ours)[len(ratio.ours) // 2], 1),
        unit=f"ms for {PREMISES:,} premises and a polygon of {POINTS} points",
        goal=f"< {GOAL_MILLISECONDS:.0f} in every pair, and the peer's count",
        met=slowest < GOAL_MILLISECONDS and counts["ours"] == counts["peer"],
        peer="shapely, a prepared polygon asked of each point in turn",
        spread=f"{min(ratio.ours):.1f} to {slowest:.1f} ms; {ratio.spread} of the peer's time",
        detail={
            "inside": counts["ours"],
            "inside_by_peer": counts["peer"],
            "ratio": round(ratio.median, 4),
            "peer_milliseconds": [round(each) for each in ratio.peer],
            "circle_milliseconds": round(circle, 1),
        },
    )
