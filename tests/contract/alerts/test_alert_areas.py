"""An alert's own area, through the front: what is kept, and what is refused by shape and point."""

import math
from typing import Any

import pytest

from isp.alerts.v1 import alert_pb2
from isp.alerts.v1 import alerts_pb2 as rpc
from isp.kernel.v1 import kernel_pb2
from services.alerts.domain.area import MOST_POINTS
from tests.contract.alerts.desk import Desk, draft_of
from tests.fakes.alerts import MemoryAlertsStores
from tests.fakes.serving import refusal

WIDE: list[float] = [0, 0, 1, 0]
SQUARE = [51.0, 52.0, 52.0, 51.0, 51.0], [-1.0, -1.0, 0.0, 0.0, -1.0]
MANY = [51.0] * (MOST_POINTS + 1)
UGC = alert_pb2.Geocode(name="UGC", value="UKC001")


def polygon(ys: list[float], xs: list[float]) -> alert_pb2.AreaShape:
    ring = kernel_pb2.Polygon(latitudes=ys, longitudes=xs)
    return alert_pb2.AreaShape(polygon=ring)


def circle(y: float = 51.5, x: float = -0.1, km: float = 2.5) -> alert_pb2.AreaShape:
    about = kernel_pb2.Circle(latitude=y, longitude=x, radius_km=km)
    return alert_pb2.AreaShape(circle=about)


def ring(points: int, middle: float) -> alert_pb2.AreaShape:
    turns = [2 * math.pi * number / (points - 1) for number in range(points - 1)]
    ys = [middle + math.sin(turn) / 4 for turn in turns]
    xs = [-0.1 + math.cos(turn) / 4 for turn in turns]
    return polygon([*ys, ys[0]], [*xs, xs[0]])


def drafted(desk: Desk, area: alert_pb2.Area) -> alert_pb2.Alert:
    said = draft_of(area=area)
    return desk.alerts.DraftAlert(said, metadata=desk.author.metadata).alert


def outcome(desk: Desk, area: alert_pb2.Area) -> tuple[str, list[str]]:
    with refusal() as refused:
        drafted(desk, area)
    status, reason = refused.status_and_reason
    assert "INVALID_ARGUMENT" == status
    return reason, [each.field for each in refused.said.violations]


def test_shapes_come_back_to_a_tenth_of_a_metre_with_the_circle_around_them(desk: Desk) -> None:
    shapes = [circle(51.50136421, -0.14189049, 2.5004), polygon(*SQUARE)]
    area = drafted(desk, alert_pb2.Area(place="Two", shapes=shapes, geocodes=[UGC])).content.area
    assert [circle(51.501364, -0.14189, 2.5), polygon(*SQUARE)] == list(area.shapes)
    assert [UGC] == list(area.geocodes)
    assert (51.5, -0.5) == (area.latitude, area.longitude)
    assert 65_000 < area.radius_metres < 66_000


def test_what_is_read_is_written_back_as_it_was(desk: Desk) -> None:
    """The circle around several shapes is for readers: it is not taken for the area."""
    made = drafted(desk, alert_pb2.Area(place="Two", shapes=[circle(), polygon(*SQUARE)]))
    content = alert_pb2.AlertContent()
    content.CopyFrom(made.content)
    content.headline = "Other"
    request = rpc.EditAlertRequest(
        alert_id=made.alert_id, expected_version=made.version, content=content
    )
    edited = desk.alerts.EditAlert(request, metadata=desk.author.metadata).alert
    assert made.content.area == edited.content.area


def test_one_circle_is_said_as_it_always_was(desk: Desk) -> None:
    old = alert_pb2.Area(place="Bath", latitude=51.381, longitude=-2.359, radius_metres=500)
    area = drafted(desk, old).content.area
    assert [circle(51.381, -2.359, 0.5)] == list(area.shapes)
    area.ClearField("shapes")
    assert old == area


def test_a_list_leaves_the_points_out_and_the_alert_itself_has_them(desk: Desk) -> None:
    made = drafted(desk, alert_pb2.Area(place="Two", shapes=[circle(), polygon(*SQUARE)]))
    listed = desk.alerts.ListAlerts(
        rpc.ListAlertsRequest(statuses=[1]), metadata=desk.author.metadata
    ).alerts[0]
    assert [circle(), alert_pb2.AreaShape()] == list(listed.content.area.shapes)
    read = desk.alerts.GetAlert(
        rpc.GetAlertRequest(alert_id=made.alert_id), metadata=desk.author.metadata
    ).alert
    assert polygon(*SQUARE) == read.content.area.shapes[1]


@pytest.mark.parametrize(
    ("shape", "reason", "field"),
    [
        (polygon(SQUARE[0][:-1], SQUARE[1][:-1]), "POLYGON_UNCLOSED", "polygon.points[3]"),
        (
            polygon([51, 52, 51, 52, 51], [0, 1, 1, 0, 0]),
            "POLYGON_CROSSES_ITSELF",
            "polygon.points[",
        ),
        (polygon([51, 52, 51], [0, 0, 0]), "TOO_FEW_POINTS", "polygon.points"),
        (polygon(MANY, MANY), "TOO_MANY_POINTS", "polygon.points"),
        (polygon([51, 91, 52, 51], WIDE), "POINT_OUT_OF_RANGE", "polygon.points[1].latitude"),
        (polygon([51, 52, math.nan, 51], WIDE), "POINT_NOT_FINITE", "polygon.points[2].latitude"),
        (polygon([51, 52, 53, 51], [0, 1, 2, 0]), "NO_AREA", "polygon.points"),
        (polygon(*reversed(SQUARE)), "POINTS_SWAPPED", "polygon.points[0].latitude"),
        (circle(km=0), "RADIUS_OUT_OF_RANGE", "circle.radius_km"),
        (circle(km=1001), "RADIUS_OUT_OF_RANGE", "circle.radius_km"),
        (circle(math.inf), "POINT_NOT_FINITE", "circle.latitude"),
        (alert_pb2.AreaShape(), "INVALID", ""),
    ],
    ids=lambda said: said if isinstance(said, str) else "",
)  # fmt: skip
def test_a_shape_that_is_none_is_refused_by_name_shape_and_point(
    desk: Desk,
    stores: MemoryAlertsStores,
    shape: alert_pb2.AreaShape,
    reason: str,
    field: str,
) -> None:
    area = alert_pb2.Area(place="Two", shapes=[circle(), shape])
    said, (named,) = outcome(desk, area)
    assert reason == said
    assert named.startswith(f"content.area.shapes[1].{field}".rstrip("."))
    assert {} == stores.alerts.kept


def test_the_points_of_all_shapes_are_counted_together(
    desk: Desk, stores: MemoryAlertsStores
) -> None:
    """50,000 are good, over several shapes; one more is not."""
    good = alert_pb2.Area(place="x", shapes=[ring(25_000, 51.5), ring(25_000, 52.5)])
    assert 2 == len(drafted(desk, good).content.area.shapes)
    stores.alerts.kept.clear()
    more = alert_pb2.Area(place="x", shapes=[ring(25_000, 51.5), ring(25_001, 52.5)])
    named = ["content.area.shapes[1].polygon.points"]
    assert ("TOO_MANY_POINTS", named) == outcome(desk, more)
    assert {} == stores.alerts.kept


@pytest.mark.parametrize(
    ("said", "reason", "field"),
    [
        ({"latitude": 91.0, "radius_metres": 9}, "POINT_OUT_OF_RANGE", "latitude"),
        ({"longitude": math.nan, "radius_metres": 9}, "POINT_NOT_FINITE", "longitude"),
        ({"latitude": 51.0}, "RADIUS_OUT_OF_RANGE", "radius_metres"),
        ({"latitude": 51.0, "radius_metres": 1_000_001}, "RADIUS_OUT_OF_RANGE", "radius_metres"),
        ({"shapes": [circle(), circle()]}, "INVALID", "shapes"),
        ({"shapes": [circle(y / 100) for y in range(101)]}, "INVALID", "shapes"),
        ({"geocodes": [UGC, UGC]}, "INVALID", "geocodes"),
        ({"shapes": [circle()], "place": "x" * 501}, "INVALID", "place"),
    ],
)
def test_what_else_is_wrong_of_an_area_is_named(
    desk: Desk, said: dict[str, Any], reason: str, field: str
) -> None:
    area = alert_pb2.Area(**{"place": "Bath"} | said)
    assert (reason, [f"content.area.{field}"]) == outcome(desk, area)
