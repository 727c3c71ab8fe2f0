"""Where an alert applies: a place with shapes and codes, each of them as it must be."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given

from isp.alerts.v1 import alerts_events_pb2
from kernel.audiences import AudienceRow, Kind, Mode
from services.alerts.area_messages import area_to_pb, for_many
from services.alerts.domain.alert_area import (
    MOST_POINTS_SENT,
    AlertArea,
    circle_text,
    numbers_of,
    shape_of,
)
from services.alerts.domain.area import MICRO, Circle, Polygon
from services.alerts.domain.area_posts import posted_area
from services.alerts.inbound.area_translate import area_from
from services.alerts.inbound.audience_translate import WrongAudience
from services.alerts.inbound.stream.area_json import area_json
from services.alerts.messages import alert_to_pb
from services.alerts.outbound.postgres.area_rows import area_of_row, area_row
from tests.fakes.alerts import EVERYTHING, issued
from tests.unit.alerts.areas import AREAS, BATH, SQUARE, UGC, ring

BOW_TIE = (
    "51.500000,0.000000 51.600000,0.100000 51.500000,0.100000 51.600000,0.000000 51.500000,0.000000"
)


@given(AREAS)
def test_an_area_is_the_same_in_the_contract_and_in_its_row(area: AlertArea) -> None:
    wrong = WrongAudience()
    assert area == area_from(area_to_pb(area), wrong)
    assert [] == wrong.found == area.violations()
    assert area == area_of_row(area_row(area))


@given(AREAS)
def test_nothing_of_an_area_is_outside_of_the_circle_around_it(area: AlertArea) -> None:
    """Readers who know no other shape are never told of less."""
    assert area.around is not None
    north, east, metres = area.around
    if len(area.shapes) == 1 and isinstance(shape_of(area.shapes[0]), Circle):
        assert area.shapes[0] == circle_text(north, east, metres)
        return
    whole = Circle(round(north * MICRO), round(east * MICRO), metres)
    for shape in map(shape_of, area.shapes):
        ys, xs = (
            (shape.latitudes, shape.longitudes)
            if isinstance(shape, Polygon)
            else (np.array([shape.latitude]), np.array([shape.longitude]))
        )
        assert whole.covers(ys, xs).all()


def test_a_row_from_when_every_area_was_one_circle_is_read_as_it_was() -> None:
    old = {"place": "Bath", "latitude": 51.381, "longitude": -2.359, "radius_metres": 500}
    assert EVERYTHING["area"] == area_of_row({"area": old})
    assert {"area": old} == area_row(EVERYTHING["area"]), "and is written as an older one reads it"
    assert None is area_of_row({}) is area_of_row({"area": None})


def test_an_older_one_of_us_reads_the_circle_around_several_shapes() -> None:
    area = AlertArea(place="Two", shapes=(SQUARE, BATH), geocodes=(UGC,))
    said = area_row(area)["area"]
    assert area.around == (said["latitude"], said["longitude"], said["radius_metres"])
    codes = AlertArea(place="Gwent", geocodes=(UGC,))
    assert area_row(codes)["area"] is None
    assert codes == area_of_row(area_row(codes))


@pytest.mark.parametrize(
    ("said", "fields"),
    [
        ({"place": " "}, ["place"]),
        ({"place": "x" * 501}, ["place"]),
        ({"place": "a\x00"}, ["place"]),
        ({"shapes": ()}, ["shapes"]),
        ({"shapes": (SQUARE, SQUARE)}, ["shapes"]),
        ({"shapes": tuple(circle_text(51, n / 100, 9) for n in range(101))}, ["shapes"]),
        ({"shapes": (ring(25_001), ring(25_000, 52))}, ["shapes"]),
        ({"shapes": (BATH, BOW_TIE)}, ["shapes[1].polygon.points[0]"]),
        ({"shapes": (circle_text(90.1, 0, 9),)}, ["shapes[0].circle.latitude"]),
        ({"shapes": (SQUARE, circle_text(51, 0, 0))}, ["shapes[1].circle.radius_km"]),
        ({"geocodes": (UGC, UGC)}, ["geocodes"]),
        ({"geocodes": tuple(("UGC", f"{n}") for n in range(101))}, ["geocodes"]),
        ({"geocodes": (("", "x"), ("UGC", "y" * 101))}, ["geocodes[0].name", "geocodes[1].value"]),
        ({"geocodes": (("ISP-REGION", "LON"),)}, ["geocodes[0].name"]),
        ({"geocodes": (("ISO-3166-1-alpha-2", "GB"),)}, ["geocodes[0].name"]),
    ],
)
def test_what_is_wrong_is_named_with_its_shape(said: dict[str, Any], fields: list[str]) -> None:
    area = AlertArea(**{"place": "Bath", "shapes": (BATH,)} | said)
    named = [each.field for each in area.violations()]
    assert [f"content.area.{field}" for field in fields] == named


def test_50_000_points_together_are_good() -> None:
    assert [] == AlertArea(place="x", shapes=(ring(25_000), ring(25_000, 52))).violations()


def test_a_digest_has_the_shapes_and_codes_to_six_decimals() -> None:
    area = AlertArea(place="Two", shapes=(BATH, SQUARE), geocodes=(UGC,))
    said = area.fields(5)
    assert {"place", "shapes", "geocodes"} == said.keys()
    assert ["51.381000,-2.359000 0.500", SQUARE] == said["shapes"]
    assert [["UGC", "UKC001"]] == said["geocodes"]


def test_the_stream_and_posts_say_the_same_of_an_area() -> None:
    area = AlertArea(place="Two", shapes=(BATH, SQUARE), geocodes=(UGC,))
    said = posted_area(area)
    assert said == area_json(area_to_pb(area))
    assert [-0.2, 51.5] == said["shapes"][1]["polygon"]["coordinates"][0][0]
    bare = AlertArea(place="Gwent", geocodes=(UGC,))
    assert posted_area(bare) == area_json(area_to_pb(bare))
    assert (None, []) == (posted_area(bare)["radius_metres"], posted_area(bare)["shapes"])


def test_of_too_many_points_those_who_are_many_get_none() -> None:
    """A stream of thousands, a post and an event have a size; who wants the points asks."""
    fits = AlertArea(place="x", shapes=(ring(MOST_POINTS_SENT), BATH))
    large = AlertArea(place="x", shapes=(ring(MOST_POINTS_SENT + 1), BATH))
    for area, sent in ((fits, True), (large, False)):
        message = for_many(alert_to_pb(issued(area=area))).content.area
        assert sent == message.shapes[0].HasField("polygon")
        assert message.shapes[1].HasField("circle")
        for said in (posted_area(area), area_json(message)):
            assert sent == (said["shapes"][0]["polygon"] is not None)
            assert 0.5 == said["shapes"][1]["circle"]["radius_km"]


def test_an_event_of_the_largest_area_and_audience_fits_into_a_message_of_nats() -> None:
    """It may have a megabyte (deploy/compose/nats.conf); the audience's own points take most."""
    most = ring(50_000)
    rows = (AudienceRow(Mode.INCLUDE, Kind.POLYGON, most),)
    words = {"description": "ŵ" * 5000, "instruction": "ŵ" * 1000}
    out = issued(area=AlertArea(place="x", shapes=(most,)), audience=rows, **words)
    event = alerts_events_pb2.AlertIssued(alert=for_many(alert_to_pb(out)))
    assert event.ByteSize() < 900_000


def test_an_event_of_an_earlier_one_of_us_still_has_a_shape() -> None:
    message = area_to_pb(EVERYTHING["area"])
    message.ClearField("shapes")
    assert area_json(area_to_pb(EVERYTHING["area"])) == area_json(message)


def test_numbers_stand_in_a_shape_as_they_are() -> None:
    assert (51.381, -2.359, 0.5) == numbers_of(BATH)
