"""Which points are in an area, and which areas are none."""

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from services.alerts.domain import errors
from services.alerts.domain.area import (
    MICRO,
    MOST_POINTS,
    Area,
    Circle,
    Polygon,
    apart,
    circle_of,
    holds,
    micro,
    polygon_of,
)
from services.alerts.domain.distance import metres_between

NEAR = st.integers(-2_000_000, 2_000_000)
POINTS = st.tuples(NEAR, NEAR).map(lambda point: (51_500_000 + point[0], -100_000 + point[1]))


def covers(area: Area, *points: tuple[int, int]) -> list[bool]:
    found: list[bool] = area.covers(
        np.array([y for y, _ in points], np.int64), np.array([x for _, x in points], np.int64)
    ).tolist()
    return found


def square(south: float = 51.0, west: float = -1.0, side: float = 1.0) -> Polygon:
    ys = [south, south + side, south + side, south, south]
    return Polygon.of(ys, [west, west, west + side, west + side, west])


@st.composite
def _polygons(draw: st.DrawFn) -> Polygon:
    """A star around somewhere: at each of growing angles one point, so that nothing crosses."""
    number = draw(st.integers(3, 24))
    reach = draw(st.lists(st.integers(1_000, 900_000), min_size=number, max_size=number))
    ys = [51.5 + r / MICRO * math.sin(2 * math.pi * n / number) for n, r in enumerate(reach)]
    xs = [-0.1 + r / MICRO * math.cos(2 * math.pi * n / number) for n, r in enumerate(reach)]
    try:
        return Polygon.of([*ys, ys[0]], [*xs, xs[0]])
    except errors.AreaWrong:  # rounding may bring two points together
        assume(False)
        raise


def _crossings(polygon: Polygon, point: tuple[int, int]) -> bool:
    """Whether a point is in a polygon by whole numbers alone: on an edge, or by even and odd."""
    y, x = point
    inside = False
    ring = list(zip(polygon.latitudes.tolist(), polygon.longitudes.tolist(), strict=True))
    for (ay, ax), (by, bx) in pairwise(ring):
        turn = (bx - ax) * (y - ay) - (by - ay) * (x - ax)
        if turn == 0 and min(ax, bx) <= x <= max(ax, bx) and min(ay, by) <= y <= max(ay, by):
            return True
        if (ay > y) != (by > y):
            inside ^= (turn > 0) == (by > ay)
    return inside


@given(_polygons(), st.lists(POINTS, min_size=1, max_size=30))
def test_a_point_is_in_a_polygon_as_whole_numbers_say(
    polygon: Polygon, points: list[tuple[int, int]]
) -> None:
    assert [_crossings(polygon, each) for each in points] == covers(polygon, *points)


@given(_polygons(), st.data())
def test_what_is_on_the_edge_is_in(polygon: Polygon, data: st.DataObject) -> None:
    """Every corner, and every point of an edge that whole microdegrees can name."""
    ring = list(zip(polygon.latitudes.tolist(), polygon.longitudes.tolist(), strict=True))
    (ay, ax), (by, bx) = data.draw(st.sampled_from(list(pairwise(ring))))
    steps = math.gcd(by - ay, bx - ax)
    step = data.draw(st.integers(0, steps))
    on = ay + (by - ay) // steps * step, ax + (bx - ax) // steps * step
    assert [True] * len(ring) == covers(polygon, *ring)
    assert [True] == covers(polygon, on)


def test_beside_the_edge_by_a_tenth_of_a_metre_is_out() -> None:
    corner, beside = (52_000_000, -1_000_000), (52_000_001, -1_000_000)
    assert [True, False] == covers(square(), corner, beside)


def test_nobody_asked_about_is_nobody_found() -> None:
    assert [] == covers(square())
    assert [] == covers(Circle.of(51.5, -0.1, 2))


@given(_polygons())
def test_a_polygon_comes_back_from_its_text_the_same(polygon: Polygon) -> None:
    again = polygon_of(polygon.text)
    assert polygon.latitudes.tolist() == again.latitudes.tolist()
    assert polygon.longitudes.tolist() == again.longitudes.tolist()
    assert polygon.text == again.text


def test_a_circle_comes_back_from_its_text_the_same() -> None:
    circle = Circle.of(51.501364, -0.14189, 2.5)
    assert "51.501364,-0.141890 2.500" == circle.text
    assert circle == circle_of(circle.text)


# Known geodesics of WGS 84: GeodSolve's own example, and a degree of the meridian and the equator.
@pytest.mark.parametrize(
    ("here", "there", "metres"),
    [
        ((40.6, -73.8), (51.6, -0.5), 5_551_759.4),
        ((0.0, 0.0), (0.0, 1.0), 111_319.49),
        ((0.0, 0.0), (1.0, 0.0), 110_574.39),
        ((51.5, -0.12), (51.5, -0.12), 0.0),
    ],
)
def test_distances_are_those_on_the_ground(
    here: tuple[float, float], there: tuple[float, float], metres: float
) -> None:
    one, other = (np.array([each]) for each in here), (np.array([each]) for each in there)
    assert metres == pytest.approx(metres_between(*one, *other)[0], rel=2e-5, abs=0.01)


def test_a_circle_is_round_on_the_ground_and_not_in_degrees() -> None:
    """At 57 degrees north a degree east is about half as far as a degree north."""
    circle = Circle.of(57.15, -2.09, 10)
    north, east = (micro(57.15 + 0.0898), micro(-2.09)), (micro(57.15), micro(-2.09 + 0.1652))
    further = (micro(57.15 + 0.0902), micro(-2.09)), (micro(57.15), micro(-2.09 + 0.1658))
    assert [True, True, False, False] == covers(circle, north, east, *further)


@given(POINTS, POINTS)
def test_what_is_as_far_as_the_radius_is_in_and_a_metre_less_is_not(
    middle: tuple[int, int], there: tuple[int, int]
) -> None:
    metres = float(metres_between(*(np.array([each / MICRO]) for each in (*middle, *there)))[0])
    assume(3 <= metres <= 400_000)
    y, x = (each / MICRO for each in middle)
    assert [True] == covers(Circle.of(y, x, (metres + 0.5) / 1000), there)
    assert [False] == covers(Circle.of(y, x, (metres - 1.5) / 1000), there)


RING = ([51.0, 52.0, 52.0, 51.0, 51.0], [-1.0, -1.0, 0.0, 0.0, -1.0])


@pytest.mark.parametrize(
    ("ys", "xs", "fact", "where"),
    [
        ([51.0, 52.0, 51.0], [0.0, 1.0, 0.0], errors.TooFewPoints, "points"),
        ([51.0] * (MOST_POINTS + 1), [0.0] * (MOST_POINTS + 1), errors.TooManyPoints, "points"),
        (RING[0][:-1], RING[1][:-1], errors.PolygonUnclosed, "points[3]"),
        ([51.0, 52.0, 51.0, 52.0, 51.0], [0, 1, 1, 0, 0], errors.PolygonCrossesItself, None),
        ([51.0, 52.0, 53.0, 51.0], [0.0, 1.0, 2.0, 0.0], errors.NoArea, "points"),
        ([51.0] * 4, [0.0] * 4, errors.NoArea, "points"),
        ([51.0, math.nan, 52.0, 51.0], [0, 0, 1, 0], errors.PointNotFinite, "points[1].latitude"),
        ([51, 52, 52, 51], [0, math.inf, 1, 0], errors.PointNotFinite, "points[1].longitude"),
        ([51.0, 90.1, 52.0, 51.0], [0, 0, 1, 0], errors.PointOutOfRange, "points[1].latitude"),
        ([51, 52, 52, 51], [0, 0, -180.5, 0], errors.PointOutOfRange, "points[2].longitude"),
        (RING[1], RING[0], errors.PointsSwapped, "points[0].latitude"),
        (RING[0], RING[1][:-1], errors.AreaWrong, "points"),
    ],
)  # fmt: skip
def test_a_polygon_that_is_none_is_refused_by_name_and_point(ys, xs, fact, where) -> None:
    with pytest.raises(errors.AreaWrong) as refused:
        Polygon.of(ys, xs)
    assert fact is type(refused.value)
    (violation,) = refused.value.violations
    assert where in {violation.field, None}


def test_a_ring_that_touches_itself_in_one_point_is_refused_there() -> None:
    ys, xs = [51, 51.5, 52, 52, 51.5, 51, 51], [-1, -0.5, -1, 0, -0.5, 0, -1]
    with pytest.raises(errors.PolygonCrossesItself) as refused:
        Polygon.of(ys, xs)
    (violation,) = refused.value.violations
    assert violation.field in {"points[1]", "points[4]"}
    assert "51.500000" in violation.description


@pytest.mark.parametrize("radius", [0, -1, 0.0001, 1000.1, math.nan, math.inf])
def test_a_circle_without_a_radius_or_with_too_much_of_one_is_refused(radius: float) -> None:
    with pytest.raises(errors.RadiusOutOfRange):
        Circle.of(51.5, -0.1, radius)


@pytest.mark.parametrize(
    ("y", "x", "fact"),
    [
        (math.nan, 0, errors.PointNotFinite),
        (91, 0, errors.PointOutOfRange),
        (-0.1, 51.5, errors.PointsSwapped),
    ],
)
def test_a_circle_somewhere_impossible_is_refused(y: float, x: float, fact: type) -> None:
    with pytest.raises(errors.AreaWrong) as refused:
        Circle.of(y, x, 1)
    assert fact is type(refused.value)


@pytest.mark.parametrize("text", ["here and there", "51,0 51,1 52,1 51", ""])
def test_a_text_that_is_no_area_is_refused(text: str) -> None:
    with pytest.raises(errors.AreaWrong):
        polygon_of(text)
    with pytest.raises(errors.AreaWrong):
        circle_of(text)


def test_a_circle_around_a_pole_has_all_longitudes() -> None:
    circle = Circle.of(90.0, 0.0, 100)
    assert [True, True, False] == covers(
        circle, (89_200_000, 170_000_000), (90_000_000, 0), (89_000_000, 0)
    )


def test_which_area_is_in_another_and_which_never_meet() -> None:
    small, far = square(51.2, -0.8, 0.2), square(55.0)
    ring = Circle.of(51.5, -0.5, 1)
    assert holds(square(), small)
    assert not holds(small, square())
    assert holds(square(), ring)
    assert not holds(ring, square())
    assert holds(Circle.of(51.5, -0.5, 5), ring)
    assert holds(ring, ring)
    assert not holds(ring, Circle.of(51.5, -0.5, 5))
    assert apart(square(), far)
    assert apart(far, ring)
    assert apart(ring, Circle.of(51.5, -0.4, 1))
    assert not apart(square(), small)
    assert not apart(square(), ring)
    assert not apart(ring, Circle.of(51.5, -0.49, 1))
