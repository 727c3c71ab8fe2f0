"""Areas by REST: as GeoJSON has them, longitude before latitude."""

from typing import Any

import pytest

from isp.alerts.v1 import alert_pb2, alerts_pb2
from isp.kernel.v1 import kernel_pb2
from services.gateway.pages.audience import area_lines, audience_lines
from tests.contract.gateway.answers import ALERT
from tests.contract.gateway.routes import ALERT_BODY
from tests.contract.gateway.stage import Gateway, problem, status_and_reason, with_key
from tests.contract.gateway.what_is_read import ALERT_PATH

RING = [[-1.0, 51.0], [0.0, 51.0], [0.0, 52.0], [-1.0, 51.0]]
POLYGON = {"type": "Polygon", "coordinates": [RING]}
CIRCLE = {"longitude": -0.1, "latitude": 51.5, "radius_km": 2.5}
AREAS: list[dict[str, Any]] = [
    {"mode": "INCLUDE", "kind": "POLYGON", "polygon": POLYGON},
    {"mode": "EXCLUDE", "kind": "CIRCLE", "circle": CIRCLE},
    {"mode": "MUST_BE", "kind": "PREMISES_TYPE", "value": "sports-ground"},
]
ROWS = [
    kernel_pb2.AudienceRow(
        mode=kernel_pb2.AUDIENCE_MODE_INCLUDE,
        kind=kernel_pb2.AUDIENCE_KIND_POLYGON,
        polygon=kernel_pb2.Polygon(
            longitudes=[-1.0, 0.0, 0.0, -1.0], latitudes=[51.0, 51.0, 52.0, 51.0]
        ),
    ),
    kernel_pb2.AudienceRow(
        mode=kernel_pb2.AUDIENCE_MODE_EXCLUDE,
        kind=kernel_pb2.AUDIENCE_KIND_CIRCLE,
        circle=kernel_pb2.Circle(longitude=-0.1, latitude=51.5, radius_km=2.5),
    ),
    kernel_pb2.AudienceRow(
        mode=kernel_pb2.AUDIENCE_MODE_MUST_BE,
        kind=kernel_pb2.AUDIENCE_KIND_PREMISES_TYPE,
        value="sports-ground",
    ),
]


def with_audience(*rows: kernel_pb2.AudienceRow) -> alert_pb2.Alert:
    shown = alert_pb2.Alert()
    shown.CopyFrom(ALERT)
    del shown.content.audience[:]
    shown.content.audience.extend(rows)
    return shown


def test_areas_reach_the_service_with_latitude_and_longitude_in_their_places(
    gateway: Gateway,
) -> None:
    answer = gateway.ask("POST", "/v1/alerts", with_key(), json=ALERT_BODY | {"audience": AREAS})
    assert 201 == answer.status_code
    assert ROWS == list(gateway.backend.only.message.content.audience)


def test_areas_come_back_as_they_are_sent(gateway: Gateway) -> None:
    gateway.backend.answers["GetAlert"] = alerts_pb2.GetAlertResponse(alert=with_audience(*ROWS))
    shown = gateway.ask("GET", ALERT_PATH).get_json()["content"]["audience"]
    assert [{"value": ""} | each for each in AREAS] == shown


def test_a_polygon_of_a_list_has_no_points_and_says_so(gateway: Gateway) -> None:
    (row, *_) = ROWS
    bare = kernel_pb2.AudienceRow(mode=row.mode, kind=row.kind)
    gateway.backend.answers["ListAlerts"] = alerts_pb2.ListAlertsResponse(
        alerts=[with_audience(bare)]
    )
    (listed,) = gateway.ask("GET", "/v1/alerts").get_json()["alerts"]
    assert listed["content"]["audience"][0]["polygon"] is None


def told(area: alert_pb2.Area) -> alert_pb2.Alert:
    shown = with_audience(*ROWS)
    shown.content.area.CopyFrom(area)
    return shown


def test_where_it_applies_may_be_codes_alone_and_has_no_circle_then(gateway: Gateway) -> None:
    area = {"place": "Gwent", "geocodes": [{"name": "UGC", "value": "UKC001"}]}
    assert (
        201
        == gateway.ask(
            "POST", "/v1/alerts", with_key(), json=ALERT_BODY | {"area": area}
        ).status_code
    )
    sent = gateway.backend.only.message.content.area
    codes = [alert_pb2.Geocode(name="UGC", value="UKC001")]
    assert alert_pb2.Area(place="Gwent", geocodes=codes) == sent
    gateway.backend.answers["GetAlert"] = alerts_pb2.GetAlertResponse(alert=told(sent))
    shown = gateway.ask("GET", ALERT_PATH).get_json()["content"]["area"]
    none: dict[str, Any] = {"latitude": None, "longitude": None, "radius_metres": None}
    assert area | none | {"shapes": []} == shown


def test_where_it_applies_may_be_one_circle_as_it_always_could(gateway: Gateway) -> None:
    area = {"place": "Bath", "latitude": 51.5, "longitude": -2.25, "radius_metres": 500}
    assert (
        201
        == gateway.ask(
            "POST", "/v1/alerts", with_key(), json=ALERT_BODY | {"area": area}
        ).status_code
    )
    sent = gateway.backend.only.message.content.area
    assert alert_pb2.Area(**area) == sent
    gateway.backend.answers["GetAlert"] = alerts_pb2.GetAlertResponse(alert=told(sent))
    shown = gateway.ask("GET", ALERT_PATH).get_json()["content"]["area"]
    circle = {"longitude": -2.25, "latitude": 51.5, "radius_km": 0.5}
    assert area | {"shapes": [{"circle": circle}], "geocodes": []} == shown


def test_a_polygon_without_its_points_is_null_and_is_not_taken_for_one(gateway: Gateway) -> None:
    bare = alert_pb2.Area(place="x", latitude=51, longitude=0, radius_metres=9)
    bare.shapes.add()
    gateway.backend.answers["ListAlerts"] = alerts_pb2.ListAlertsResponse(alerts=[told(bare)])
    (listed,) = gateway.ask("GET", "/v1/alerts").get_json()["alerts"]
    area = listed["content"]["area"]
    assert [{"polygon": None}] == area["shapes"]
    gateway.ask("POST", "/v1/alerts", with_key(), json=ALERT_BODY | {"area": area})
    assert bare == gateway.backend.heard[-1].message.content.area, "the service refuses it by name"


@pytest.mark.parametrize(
    ("area", "field"),
    [
        ({"shapes": [{"polygon": POLYGON}]}, "area.place"),
        ({"place": "x", "latitude": 91}, "area.latitude"),
        ({"place": "x", "radius_metres": 0}, "area.radius_metres"),
        ({"place": "x", "shapes": [{"square": 1}]}, "area.shapes[0].square"),
        (
            {"place": "x", "shapes": [{"circle": {"latitude": 1}}]},
            "area.shapes[0].circle.longitude",
        ),
        ({"place": "x", "shapes": [{}] * 101}, "area.shapes"),
        ({"place": "x", "geocodes": [{"name": "", "value": "y"}]}, "area.geocodes[0].name"),
    ],
)
def test_what_is_no_area_is_refused_by_name(
    gateway: Gateway, area: dict[str, Any], field: str
) -> None:
    answer = gateway.ask("POST", "/v1/alerts", with_key(), json=ALERT_BODY | {"area": area})
    assert (400, "INVALID") == status_and_reason(answer)
    assert field in [each["field"] for each in problem(answer)["errors"]]
    assert [] == gateway.backend.heard


@pytest.mark.parametrize(
    ("polygon", "field"),
    [
        ({"type": "MultiPolygon", "coordinates": [RING]}, "polygon.type"),
        ({"type": "Polygon", "coordinates": [RING, RING]}, "polygon.coordinates"),
        ({"type": "Polygon", "coordinates": []}, "polygon.coordinates"),
        ({"type": "Polygon", "coordinates": [[[1.0, 2.0, 3.0]]]}, "polygon.coordinates[0][0]"),
        ({"type": "Polygon", "coordinates": [[["a", 2.0]]]}, "polygon.coordinates[0][0][0]"),
        ({"type": "Polygon"}, "polygon.coordinates"),
    ],
)
def test_what_is_no_polygon_of_one_ring_is_refused(
    gateway: Gateway, polygon: dict[str, Any], field: str
) -> None:
    row = {"mode": "INCLUDE", "kind": "POLYGON", "polygon": polygon}
    answer = gateway.ask("POST", "/v1/alerts", with_key(), json=ALERT_BODY | {"audience": [row]})
    assert (400, "INVALID") == status_and_reason(answer)
    assert [f"audience[0].{field}"] == [each["field"] for each in problem(answer)["errors"]]


def test_a_page_says_in_words_which_premises_an_area_reaches(gateway: Gateway) -> None:
    with gateway.app.test_request_context("/"):
        whole, circle, kind = str(audience_lines(ROWS)).split("<br>")
        many = kernel_pb2.Polygon(latitudes=[51.0, 52.0] * 30, longitudes=[-1.0, 0.0] * 30)
        bare = kernel_pb2.AudienceRow(mode=1, kind=kernel_pb2.AUDIENCE_KIND_POLYGON)
        long = kernel_pb2.AudienceRow(mode=1, kind=kernel_pb2.AUDIENCE_KIND_POLYGON, polygon=many)
        listed, longer = str(audience_lines([bare, long])).split("<br>")
    assert "of 4 points, latitude 51.000000 to 52.000000" in whole
    assert "52.000000,0.000000" in whole
    assert "within 2.5 km of latitude 51.500000, longitude -0.100000" in circle
    assert "Sports ground" in kind
    assert "premises in a polygon" in listed
    assert "of 60 points" in longer
    assert "52.000000,0.000000" not in longer


def test_a_page_says_in_words_where_an_alert_applies(gateway: Gateway) -> None:
    area = alert_pb2.Area(place="<b>", latitude=51, longitude=-1, radius_metres=9)
    area.shapes.add(polygon=ROWS[0].polygon)
    area.shapes.add(circle=ROWS[1].circle)
    area.shapes.add()
    area.geocodes.add(name="UGC", value="UKC001")
    with gateway.app.test_request_context("/"):
        said = str(area_lines(alert_pb2.AlertContent(area=area))).split("<br>")
        nowhere = str(area_lines(alert_pb2.AlertContent()))
    frame = "latitude 51.000000 to 52.000000, longitude -1.000000 to 0.000000"
    assert [
        "&lt;b&gt;",
        f"in a polygon of 4 points, {frame}",
        "within 2.5 km of latitude 51.500000, longitude -0.100000",
        "in a polygon",
        "UGC: UKC001",
    ] == said
    assert "Wherever those are whom it is for" == nowhere
