"""The map of an alert: drawn by ourselves, to scale, with words beside it."""

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isp.alerts.v1 import alert_pb2, templates_pb2
from isp.kernel.v1 import kernel_pb2
from services.gateway.pages.map_drawing import drawing_of
from services.gateway.pages.map_frame import HEIGHT, KM_A_DEGREE, WIDTH, Frame

TOWNS = [
    templates_pb2.Place(code="bath", name="Bath", latitude=51.381, longitude=-2.359),
    templates_pb2.Place(code="leeds", name="Leeds", latitude=53.8, longitude=-1.55),
]
INCLUDE, EXCLUDE = kernel_pb2.AUDIENCE_MODE_INCLUDE, kernel_pb2.AUDIENCE_MODE_EXCLUDE


def circle(km: float = 5.0, north: float = 51.4, east: float = -2.35, mode=INCLUDE):
    return kernel_pb2.AudienceRow(
        mode=mode,
        kind=kernel_pb2.AUDIENCE_KIND_CIRCLE,
        circle=kernel_pb2.Circle(latitude=north, longitude=east, radius_km=km),
    )


def square(mode=INCLUDE):
    ring = [(51.38, -2.4), (51.38, -2.3), (51.42, -2.3), (51.42, -2.4), (51.38, -2.4)]
    row = kernel_pb2.AudienceRow(mode=mode, kind=kernel_pb2.AUDIENCE_KIND_POLYGON)
    row.polygon.latitudes.extend(north for north, _ in ring)
    row.polygon.longitudes.extend(east for _, east in ring)
    return row


def drawn(*rows, area=None):
    content = alert_pb2.AlertContent(audience=rows)
    if area is not None:
        content.area.CopyFrom(area)
    return drawing_of(content, TOWNS)


def test_an_alert_without_an_area_has_no_map() -> None:
    everyone = kernel_pb2.AudienceRow(mode=INCLUDE, kind=kernel_pb2.AUDIENCE_KIND_EVERYONE)
    bare = kernel_pb2.AudienceRow(mode=INCLUDE, kind=kernel_pb2.AUDIENCE_KIND_POLYGON)
    assert drawn(everyone) is None
    assert drawn(bare) is None, "of a list of alerts, polygons have no points"


def test_areas_are_numbered_as_they_stand_and_drawn_by_what_they_do() -> None:
    everyone = kernel_pb2.AudienceRow(mode=INCLUDE, kind=kernel_pb2.AUDIENCE_KIND_EVERYONE)
    told = alert_pb2.Area(place="Bath", latitude=51.381, longitude=-2.359, radius_metres=500)
    found = drawn(everyone, circle(), square(EXCLUDE), area=told)
    assert [(2, "include"), (3, "exclude"), (0, "told")] == [
        (each.number, each.style) for each in found.shapes
    ]
    assert found.shapes[1].path.startswith("M")
    assert ["Bath"] == [name for name, _ in found.towns], "Leeds is far away"


def test_a_line_of_very_many_points_is_drawn_by_some_of_them() -> None:
    row = kernel_pb2.AudienceRow(mode=INCLUDE, kind=kernel_pb2.AUDIENCE_KIND_POLYGON)
    turns = [2 * math.pi * number / 49_999 for number in range(50_000)]
    row.polygon.latitudes.extend(51.4 + math.sin(turn) / 10 for turn in turns)
    row.polygon.longitudes.extend(-2.4 + math.cos(turn) / 10 for turn in turns)
    (shape,) = drawn(row).shapes
    assert 500 < shape.path.count("L") <= 2_000
    assert shape.path.endswith("Z"), "and is closed"


@pytest.mark.parametrize("km", [0.05, 0.5, 5, 50, 500, 1000])
def test_a_circle_is_on_the_page_to_scale(km: float) -> None:
    found = drawn(circle(km))
    (shape,) = found.shapes
    assert 0 < shape.radius <= min(WIDTH, HEIGHT) / 2
    bar_km, bar_units = found.bar
    assert 0 < bar_units <= WIDTH / 4 + 1e-6
    assert shape.radius / km == pytest.approx(bar_units / bar_km, rel=0.02)
    assert km * 2 <= found.across_km


def test_the_coast_is_drawn_where_it_helps_and_not_where_it_would_mislead() -> None:
    assert drawn(circle(50)).land
    assert not drawn(circle(0.5)).land
    country = drawn(circle(0.5)).country
    assert sum(map(len, country)) < 60_000
    assert all(re.fullmatch(r"M[\d.e+\- ]+(L[\d.e+\- ]+)+Z", path) for path in country)


def test_where_it_is_in_the_country_is_marked_large_enough_to_be_seen() -> None:
    x, y, wide, high = drawn(circle(0.1)).spot
    assert (10, 10) == (wide, high)
    assert 0 < x < WIDTH
    assert HEIGHT / 2 < y < HEIGHT, "Bath is in the south"


@given(
    north=st.floats(49, 61),
    east=st.floats(-9, 2),
    high=st.floats(0, 5),
    wide=st.floats(0, 5),
)
def test_whatever_is_framed_is_on_the_page(
    north: float, east: float, high: float, wide: float
) -> None:
    frame = Frame.around(north, east, north + high, east + wide)
    for corner in ((north, east), (north + high, east + wide), (north, east + wide)):
        assert frame.shows(corner)


@given(st.lists(st.tuples(st.floats(40, 70), st.floats(-20, 20)), min_size=3, max_size=20))
def test_a_ring_is_cut_to_the_page(ring: list[tuple[float, float]]) -> None:
    frame = Frame.around(51.3, -2.5, 51.5, -2.2)
    numbers = re.findall(r"-?\d+(?:\.\d+)?(?:e[+-]?\d+)?", frame.path(ring))
    assert all(-5 <= float(each) <= WIDTH + 5 for each in numbers)


def test_a_degree_is_as_long_as_it_is() -> None:
    frame = Frame.around(51, -1, 52, 0)
    up = frame.at((51, -0.5))[1] - frame.at((52, -0.5))[1]
    assert up == pytest.approx(frame.units(KM_A_DEGREE))
