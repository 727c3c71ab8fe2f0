"""Areas of an audience through the front: what is kept, and what is refused by row and point."""

import math
from typing import Any
from uuid import uuid4

import pytest

from isp.alerts.v1 import alert_pb2, audience_pb2
from isp.alerts.v1 import alerts_pb2 as rpc
from isp.kernel.v1 import kernel_pb2
from kernel.audiences import Kind
from services.alerts.domain.area import MOST_POINTS
from tests.contract.alerts.desk import CLEAR, EVERYONE, LONDON, Desk, content, draft_of
from tests.fakes.alerts import MemoryAlertsStores
from tests.fakes.deliveries import recipient
from tests.fakes.serving import refusal
from tests.fakes.whereabouts import premises

INCLUDE: Any = kernel_pb2.AUDIENCE_MODE_INCLUDE
POLYGON: Any = kernel_pb2.AUDIENCE_KIND_POLYGON
CIRCLE: Any = kernel_pb2.AUDIENCE_KIND_CIRCLE
MANY = [51.0] * (MOST_POINTS + 1)
WIDE: list[float] = [0, 0, 1, 0]
SQUARE = [51.0, 52.0, 52.0, 51.0, 51.0], [-1.0, -1.0, 0.0, 0.0, -1.0]


def polygon(ys: list[float], xs: list[float], **more: Any) -> kernel_pb2.AudienceRow:
    ring = kernel_pb2.Polygon(latitudes=ys, longitudes=xs)
    return kernel_pb2.AudienceRow(**{"mode": INCLUDE, "kind": POLYGON, "polygon": ring} | more)


def circle(
    y: float = 51.5, x: float = -0.1, km: float = 2.5, **more: Any
) -> kernel_pb2.AudienceRow:
    about = kernel_pb2.Circle(latitude=y, longitude=x, radius_km=km)
    return kernel_pb2.AudienceRow(**{"mode": INCLUDE, "kind": CIRCLE, "circle": about} | more)


def said(*audience: kernel_pb2.AudienceRow) -> dict[str, Any]:
    return {"marking": CLEAR, "audience": audience}


def outcome(desk: Desk, *audience: kernel_pb2.AudienceRow) -> tuple[str, list[str]]:
    with refusal() as refused:
        desk.alerts.DraftAlert(draft_of(audience=audience), metadata=desk.author.metadata)
    status, reason = refused.status_and_reason
    assert "INVALID_ARGUMENT" == status
    return reason, [each.field for each in refused.said.violations]


def test_areas_come_back_rounded_to_a_tenth_of_a_metre(
    desk: Desk, stores: MemoryAlertsStores
) -> None:
    audience = [polygon(*SQUARE), circle(51.50136421, -0.14189049, 2.5004)]
    drafted = desk.alerts.DraftAlert(draft_of(audience=audience), metadata=desk.author.metadata)
    expected = [polygon(*SQUARE), circle(51.501364, -0.14189, 2.5)]
    assert expected == list(drafted.alert.content.audience)
    (kept,) = stores.alerts.kept.values()
    assert [Kind.POLYGON, Kind.CIRCLE] == [row.kind for row in kept.content.audience]
    assert "51.501364,-0.141890 2.500" == kept.content.audience[1].value


def test_a_list_leaves_the_points_out_and_the_alert_itself_has_them(desk: Desk) -> None:
    drafted = desk.alerts.DraftAlert(
        draft_of(audience=[polygon(*SQUARE), circle()]), metadata=desk.author.metadata
    ).alert
    (listed,) = desk.alerts.ListAlerts(
        rpc.ListAlertsRequest(statuses=[1]), metadata=desk.author.metadata
    ).alerts
    assert [False, False] == [row.HasField("polygon") for row in listed.content.audience]
    assert circle() == listed.content.audience[1]
    read = desk.alerts.GetAlert(
        rpc.GetAlertRequest(alert_id=drafted.alert_id), metadata=desk.author.metadata
    ).alert
    assert polygon(*SQUARE) == read.content.audience[0]


def test_the_same_area_written_twice_has_one_digest(desk: Desk) -> None:
    """What an approver names is what was rounded: other digits than those say nothing."""

    def digest(area: kernel_pb2.AudienceRow, alert_id: str) -> tuple[str, bytes]:
        del alert_id
        alert = desk.alerts.DraftAlert(
            draft_of(audience=[area]), metadata=desk.author.metadata
        ).alert
        return alert.content.audience[0].SerializeToString(), alert.digest

    (one, first), (same, _), (other, second) = (
        digest(circle(km=2.5), str(uuid4())),
        digest(circle(51.5 + 1e-9, km=2.50001), str(uuid4())),
        digest(circle(km=2.501), str(uuid4())),
    )
    assert one == same != other
    assert first != second


@pytest.mark.parametrize(
    ("row", "reason", "field"),
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
        (polygon(SQUARE[0], SQUARE[1][1:]), "AREA_WRONG", "polygon.points"),
        (circle(km=0), "RADIUS_OUT_OF_RANGE", "circle.radius_km"),
        (circle(km=1001), "RADIUS_OUT_OF_RANGE", "circle.radius_km"),
        (circle(-0.1, 51.5), "POINTS_SWAPPED", "circle.latitude"),
        (circle(math.inf), "POINT_NOT_FINITE", "circle.latitude"),
        (circle(value="here"), "INVALID", "circle"),
        (circle(kind=POLYGON), "INVALID", "polygon"),
        (circle(kind=kernel_pb2.AUDIENCE_KIND_REGION, value="LON"), "INVALID", "circle"),
        (kernel_pb2.AudienceRow(mode=INCLUDE, kind=POLYGON), "INVALID", "polygon"),
    ],
    ids=lambda said: said if isinstance(said, str) else "",
)  # fmt: skip
def test_an_area_that_is_none_is_refused_by_name_row_and_point(
    desk: Desk, stores: MemoryAlertsStores, row: kernel_pb2.AudienceRow, reason: str, field: str
) -> None:
    said, (named,) = outcome(desk, LONDON, row)
    assert reason == said
    assert named.startswith(f"content.audience[1].{field}")
    assert {} == stores.alerts.kept


def test_the_points_of_all_polygons_are_counted_together(desk: Desk) -> None:
    turns = [2 * math.pi * number / 30_000 for number in range(30_000)]
    ys = [51.5 + math.sin(turn) / 2 for turn in turns]
    xs = [-0.1 + math.cos(turn) / 2 for turn in turns]
    ring = [*ys, ys[0]], [*xs, xs[0]]
    assert ("TOO_MANY_POINTS", ["content.audience[1].polygon.points"]) == outcome(
        desk, polygon(*ring), polygon(*ring, mode=kernel_pb2.AUDIENCE_MODE_MUST_BE)
    )


def test_two_areas_that_are_wrong_in_the_same_way_are_both_named(desk: Desk) -> None:
    bad = circle(km=0)
    assert (
        "RADIUS_OUT_OF_RANGE",
        ["content.audience[0].circle.radius_km", "content.audience[1].circle.radius_km"],
    ) == outcome(desk, bad, bad)


def test_what_is_wrong_in_different_ways_has_no_one_name(desk: Desk) -> None:
    reason, named = outcome(desk, circle(km=0), circle(math.nan), kernel_pb2.AudienceRow())
    assert "INVALID" == reason
    assert 4 == len(named)


@pytest.mark.parametrize(
    "audience",
    [
        [EVERYONE, kernel_pb2.AudienceRow(mode=2, kind=1)],
        [kernel_pb2.AudienceRow(mode=3, kind=2, value="LON")],
        [circle(), circle(km=5, mode=kernel_pb2.AUDIENCE_MODE_EXCLUDE)],
        [circle(), circle(53.5, -2.2, mode=kernel_pb2.AUDIENCE_MODE_MUST_BE)],
    ],
)  # fmt: skip
def test_an_audience_that_can_be_for_nobody_is_refused_by_name(
    desk: Desk, stores: MemoryAlertsStores, audience: list[kernel_pb2.AudienceRow]
) -> None:
    assert ("AUDIENCE_FOR_NOBODY", ["content.audience"]) == outcome(desk, *audience)
    assert {} == stores.alerts.kept


def test_a_map_counts_premises_and_hides_few(desk: Desk, stores: MemoryAlertsStores) -> None:
    for _ in range(5):
        stores.whereabouts.keep_premises(premises(51.5, -0.1))
    stores.whereabouts.keep_premises(premises(51.505, -0.1))
    alert = desk.drafted(audience=[circle(51.5, -0.1, km=1)])
    asked = audience_pb2.GetReachMapRequest(alert_id=alert.alert_id)
    found = desk.alerts.GetReachMap(asked, metadata=desk.approver.metadata)
    assert (6, True) == (found.premises, found.complete)
    assert [0, 5] == sorted(each.premises for each in found.squares)


def test_a_preview_counts_and_its_fields_are_named_without_a_draft(
    desk: Desk, stores: MemoryAlertsStores
) -> None:
    stores.recipients.keep(recipient(points=((51_500_000, -100_000),)))
    asked = audience_pb2.PreviewAudienceRequest(marking=CLEAR, audience=[circle()])

    def counted() -> audience_pb2.PreviewAudienceResponse:
        return desk.alerts.PreviewAudience(asked, metadata=desk.author.metadata)

    found = counted()
    assert (1, alert_pb2.AUDIENCE_SIZE_FEWER_THAN_TEN, 1) == (
        found.count,
        found.size,
        found.messages,
    )
    stores.recipients.keep(recipient("shop@corner.co.uk", points=((51_500_000, -100_000),)))
    assert 2 == counted().messages
    asked.channels.append(alert_pb2.CHANNEL_SMS)
    assert (0, 0) == (counted().count, counted().messages), "they have mail alone"
    asked.channels.append(alert_pb2.CHANNEL_EMAIL)
    assert 2 == counted().messages
    asked.cap_status = alert_pb2.CAP_STATUS_TEST
    assert 1 == counted().messages, "only simulated addresses get a test"


@pytest.mark.parametrize(
    ("request_", "reason", "field"),
    [
        (said(circle(km=0)), "RADIUS_OUT_OF_RANGE", "audience[0].circle.radius_km"),
        (said(), "INVALID", "audience"),
        (said(*[LONDON] * 101), "INVALID", "audience"),
        ({"audience": [circle()]}, "INVALID", "marking.tlp"),
        (said(EVERYONE, kernel_pb2.AudienceRow(mode=2, kind=1)), "AUDIENCE_FOR_NOBODY", "audience"),
    ],
)  # fmt: skip
def test_a_preview_of_what_is_wrong_is_refused_as_a_draft_is(
    desk: Desk, request_: dict[str, Any], reason: str, field: str
) -> None:
    with refusal() as refused:
        desk.alerts.PreviewAudience(
            audience_pb2.PreviewAudienceRequest(**request_), metadata=desk.author.metadata
        )
    assert ("INVALID_ARGUMENT", reason) == refused.status_and_reason
    assert field == refused.said.violations[0].field


def test_an_edit_is_refused_by_the_same_names(desk: Desk) -> None:
    """What is wrong with an area does not depend on when it is written."""
    drafted = desk.drafted()
    for audience, reason in (
        ([polygon(*reversed(SQUARE))], "POINTS_SWAPPED"),
        ([EVERYONE, kernel_pb2.AudienceRow(mode=2, kind=1)], "AUDIENCE_FOR_NOBODY"),
    ):
        with refusal() as refused:
            desk.alerts.EditAlert(
                rpc.EditAlertRequest(
                    alert_id=drafted.alert_id,
                    expected_version=drafted.version,
                    content=content(audience=audience),
                ),
                metadata=desk.author.metadata,
            )
        assert ("INVALID_ARGUMENT", reason) == refused.status_and_reason
