"""The rules of CAP 1.2 that its schema does not catch: one test or more for each, by number."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from chassis.errors import Invalid
from services.alerts.domain.cap import terms, times
from services.alerts.domain.cap.geometry import (
    Circle,
    NotACircle,
    NotAPolygon,
    read_circle,
    read_polygon,
    written_circle,
    written_polygon,
)
from services.alerts.domain.cap.message import CapArea, Reference
from services.alerts.domain.cap.writing import to_xml
from services.alerts.inbound.cap_xml import read_cap
from tests.unit.alerts.cap.messages import SENT, document, info, message

SQUARE = "51.5,-0.2 51.5,0 51.6,0 51.6,-0.2 51.5,-0.2"


def fields(of) -> set[str]:
    return {each.field for each in of.violations()}


def refused(of: str) -> set[str]:
    with pytest.raises(Invalid) as caught:
        read_cap(of.encode())
    return {each.field for each in caught.value.violations}


@pytest.mark.parametrize("bad", ["a b", "a,b", "a<b", "a&b", "", "a\u00a0b", "a\tb", "x" * 201])
def test_rule_1_identifier_and_sender_have_no_space_comma_angle_or_ampersand(bad: str) -> None:
    assert {"identifier"} == fields(message(identifier=bad))
    assert {"sender"} == fields(message(sender=bad))
    assert set() == fields(message(identifier="urn:isp:1;a=b", sender="a@b.example"))


def test_rule_2_a_time_is_written_with_an_offset_and_never_a_z() -> None:
    summer = datetime(2026, 7, 1, 13, 0, 0, 999, tzinfo=timezone(timedelta(hours=1)))
    assert "2026-07-01T12:00:00-00:00" == times.written(summer)
    assert summer.replace(microsecond=0) == times.read("2026-07-01T13:00:00+01:00")
    assert b"<sent>2026-11-24T12:00:00-00:00</sent>" in to_xml(message())


@pytest.mark.parametrize(
    "bad",
    [
        "2026-11-24T12:00:00Z",
        "2026-11-24T12:00:00,00:00",
        "2026-11-24T12:00:00",
        "2026-11-24T12:00:00.5-00:00",
        "2026-11-24 12:00:00-00:00",
        "2026-02-30T12:00:00-00:00",
        "2026-11-24T12:00:00-99:00",
        "0001-01-01T00:00:00+10:00",
        "٢٠٢٦-11-24T12:00:00-00:00",
        "",
    ],
)
def test_rule_2_any_other_time_is_refused_also_the_comma_that_the_schema_lets_pass(
    bad: str,
) -> None:
    with pytest.raises(times.NotACapTime):
        times.read(bad)
    said = document().replace("<sent>2026-11-24T12:00:00-00:00", f"<sent>{bad}")
    assert {"alert.sent"} == refused(said)


def test_rule_3_restricted_needs_a_restriction_and_private_needs_addresses() -> None:
    assert {"restriction"} == fields(message(scope=terms.Scope.RESTRICTED))
    assert {"addresses"} == fields(message(scope=terms.Scope.PRIVATE))
    restricted = message(scope=terms.Scope.RESTRICTED, restriction="TLP:GREEN")
    private = message(scope=terms.Scope.PRIVATE, addresses=("a", "b c"))
    assert set() == fields(restricted) == fields(private)


def test_rule_3_addresses_are_apart_by_spaces_and_quoted_where_they_hold_one() -> None:
    private = message(scope=terms.Scope.PRIVATE, addresses=("a@b.example", "the duty officer"))
    written = to_xml(private)
    assert b'<addresses>a@b.example "the duty officer"</addresses>' in written
    assert private == read_cap(written)


@pytest.mark.parametrize(
    "bad",
    [
        "51.5,-0.2 51.5,0 51.5,-0.2",  # three
        "51.5,-0.2 51.5,0 51.6,0 51.6,-0.2",  # not closed
        "51.5,-0.2 51.6,0 51.5,0 51.6,-0.2 51.5,-0.2",  # crosses itself
        "51.5,0 51.5,0 51.5,0 51.5,0",  # a point
        "91,0 91,1 92,1 91,0",
        "51.5 -0.2 51.5 0 51.6 0 51.5 -0.2",
        "51.5,a 51.5,0 51.6,0 51.5,a",
        "51.5,nan 51.5,0 51.6,0 51.5,nan",
        "5_1,0 51,1 52,1 5_1,0",
        "51,0,1 51,1,1 52,1,1 51,0,1",
        "",
    ],
)
def test_rule_4_a_polygon_is_closed_has_four_pairs_and_does_not_cross_itself(bad: str) -> None:
    with pytest.raises(NotAPolygon):
        read_polygon(bad)


def test_rule_4_a_polygon_and_a_circle_say_the_latitude_first() -> None:
    assert (51.5, -0.2) == read_polygon(SQUARE)[0]
    assert SQUARE == written_polygon(read_polygon(SQUARE))
    assert Circle((51.5, -0.12), 2.5) == read_circle("51.5,-0.12 2.5")
    assert "51.5,-0.12 2.5" == written_circle(Circle((51.5, -0.12), 2.5))


@pytest.mark.parametrize("bad", ["51.5,-0.12", "51.5,-0.12 -1", "51.5 -0.12 1", "a,b 1", "1,1 inf"])
def test_rule_4_a_circle_has_a_middle_and_a_radius(bad: str) -> None:
    with pytest.raises(NotACircle):
        read_circle(bad)


def test_rule_5_a_ceiling_needs_an_altitude() -> None:
    area = CapArea(area_desc="A", geocodes=(("n", "v"),), ceiling=Decimal(900))
    assert {"info[0].area[0].ceiling"} == fields(message(infos=(info(areas=(area,)),)))
    above = replace(area, altitude=Decimal("100.5"))
    good = message(infos=(info(areas=(above,)),))
    assert good == read_cap(to_xml(good))


@pytest.mark.parametrize("kind", [terms.MsgType.UPDATE, terms.MsgType.CANCEL])
def test_rule_6_an_update_and_a_cancel_name_every_earlier_message(kind: terms.MsgType) -> None:
    assert {"references"} == fields(message(msg_type=kind))
    earlier = (
        Reference("a@b.example", "1", SENT),
        Reference("a@b.example", "2", SENT + timedelta(hours=1)),
    )
    written = to_xml(message(msg_type=kind, references=earlier))
    said = "a@b.example,1,2026-11-24T12:00:00-00:00 a@b.example,2,2026-11-24T13:00:00-00:00"
    assert f"<references>{said}</references>".encode() in written
    assert earlier == read_cap(written).references


@pytest.mark.parametrize("bad", ["a,b", "a,b,c", "a,b,2026-11-24T12:00:00Z", "a,b,c,d"])
def test_rule_6_a_reference_is_three_things(bad: str) -> None:
    earlier = (Reference("a", "b", SENT),)
    said = document(msg_type=terms.MsgType.UPDATE, references=earlier)
    assert {"alert.references"} == refused(said.replace("a,b,2026-11-24T12:00:00-00:00", bad))


def test_rule_7_an_exercise_and_an_error_say_a_note() -> None:
    assert {"note"} == fields(message(status=terms.Status.EXERCISE))
    assert {"note"} == fields(message(msg_type=terms.MsgType.ERROR))
    assert set() == fields(message(status=terms.Status.EXERCISE, note="Practice."))


def test_rule_8_each_language_has_one_block_and_says_it() -> None:
    both = message(infos=(info(), info(language="cy-GB", headline="Arddangosiad")))
    assert set() == fields(both)
    assert b"<language>cy-GB</language>" in to_xml(both)
    assert {"info.language"} == fields(message(infos=(info(), info(language="EN-gb"))))
    assert {"info[0].language"} == fields(message(infos=(info(language=""),)))


def test_rule_8_a_block_that_says_no_language_is_american_english() -> None:
    said = document().replace("<language>en-GB</language>", "")
    assert "en-US" == read_cap(said.encode()).infos[0].language


@pytest.mark.parametrize("name", ["category", "responseType", "urgency", "severity", "certainty"])
def test_rule_9_a_word_that_cap_does_not_know_is_refused(name: str) -> None:
    whole = info(response_types=(terms.ResponseType.SHELTER,))
    start, _, rest = document(infos=(whole,)).partition(f"<{name}>")
    _, _, end = rest.partition("<")
    assert {f"alert.info[0].{name}"} == refused(f"{start}<{name}>Volcano<{end}")


def test_rule_10_an_area_has_a_polygon_a_circle_or_a_geocode() -> None:
    nowhere = message(infos=(info(areas=(CapArea(area_desc="Somewhere"),)),))
    assert {"info[0].area[0]"} == fields(nowhere)
    for shape in (
        {"polygons": (read_polygon(SQUARE),)},
        {"circles": (Circle((51.5, 0), 1),)},
        {"geocodes": (("n", "v"),)},
    ):
        area = CapArea(area_desc="Somewhere", **shape)
        good = message(infos=(info(areas=(area,)),))
        assert good == read_cap(to_xml(good))


def test_what_breaks_a_rule_is_never_written() -> None:
    with pytest.raises(Invalid):
        to_xml(message(status=terms.Status.EXERCISE))


def test_a_moment_of_another_zone_comes_back_as_the_same_moment() -> None:
    said = document().replace("2026-11-24T12:00:00-00:00", "2026-11-24T14:00:00+02:00")
    assert datetime(2026, 11, 24, 12, tzinfo=UTC) == read_cap(said.encode()).sent


def ring(points: int, latitude: float = 51.0) -> tuple[tuple[float, float], ...]:
    """A polygon of so many points: a row of them, and back along a line to the south."""
    along = [(latitude, number / 100_000) for number in range(points - 2)]
    return (*along, (latitude - 0.5, 0.0), along[0])


def test_what_each_language_says_again_of_a_place_is_counted_once() -> None:
    here = (CapArea(area_desc="Here", polygons=(ring(26_001),)),)
    both = (info(areas=here), info(language="cy-GB", areas=here))
    assert set() == fields(message(infos=both))
    assert 26_001 == message(infos=both).points


def test_as_many_points_as_are_allowed_are_so_in_all_languages_together() -> None:
    here = (CapArea(area_desc="Here", polygons=(ring(25_001),)),)
    there = (CapArea(area_desc="There", polygons=(ring(25_000, 52.0),)),)
    apart = (info(areas=here), info(language="cy-GB", areas=there))
    assert {"info.area"} == fields(message(infos=apart))
    assert {"info.area"} == fields(message(infos=(info(areas=(*here, *there)),)))
