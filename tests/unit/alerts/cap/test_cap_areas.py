"""An area, out to CAP and in from it: the same shapes, and nothing said that is not."""

from dataclasses import replace

import pytest
from hypothesis import given, settings

from kernel.audiences import AudienceRow, Kind, Mode
from services.alerts.domain.alert_area import AlertArea, is_circle
from services.alerts.domain.area import Circle as Around
from services.alerts.domain.area import Polygon
from services.alerts.domain.cap.drafting import draft_of
from services.alerts.domain.cap.geometry import Circle
from services.alerts.domain.cap.issuing import cap_of
from services.alerts.domain.cap.message import CapArea
from services.alerts.domain.cap.writing import to_xml
from services.alerts.domain.content import AlertContent
from services.alerts.inbound.cap_xml import read_cap
from tests.fakes.alerts import EVERYTHING, issued
from tests.unit.alerts.areas import AREAS, BATH, SQUARE, UGC
from tests.unit.alerts.cap.messages import LONDON, info, message
from tests.unit.alerts.cap.oasis import broken_rules
from tests.unit.alerts.cap.test_cap_issuing import SENDER

EVERYONE = AudienceRow(Mode.INCLUDE, Kind.EVERYONE)
RING = ((51.5, -0.2), (51.5, 0.0), (51.6, 0.0), (51.6, -0.2), (51.5, -0.2))
HERE = CapArea(area_desc="Here", circles=(Circle((51.5, 0.0), 1),))
THERE = CapArea(area_desc="There", polygons=(RING,), geocodes=(UGC,))


def came(*areas: CapArea, **given: object) -> AlertContent:
    """The content of the draft of a message with these areas."""
    drafted = draft_of(message(**{"infos": (info(areas=areas),)} | given))
    assert () == drafted.violations
    assert drafted.content is not None
    return drafted.content


def by_shapes(area: AlertArea) -> tuple[AudienceRow, ...]:
    """An audience of those who are in an area's shapes."""
    return tuple(
        AudienceRow(Mode.INCLUDE, Kind.CIRCLE if is_circle(each) else Kind.POLYGON, each)
        for each in area.shapes
    )


@settings(max_examples=60)
@given(AREAS)
def test_an_alert_comes_back_with_the_shapes_with_which_it_went_out(area: AlertArea) -> None:
    out = issued(area=area, audience=by_shapes(area), translations=EVERYTHING["translations"])
    document = to_xml(cap_of(out, SENDER))
    assert [] == broken_rules(document)
    drafted = draft_of(read_cap(document)).content
    assert drafted is not None
    back = drafted.area
    assert back is not None
    assert set(area.shapes) == set(back.shapes)
    assert (area.place, area.geocodes) == (back.place, back.geocodes)
    assert set(out.content.audience) == set(drafted.audience)


def test_several_areas_become_one_with_their_names_in_order() -> None:
    area = came(HERE, LONDON, THERE, HERE).area
    assert area is not None
    assert ("Here; There", (UGC,)) == (area.place, area.geocodes)
    assert (Around.of(51.5, 0.0, 1).text, Polygon.of(*zip(*RING, strict=True)).text) == area.shapes


def test_a_name_in_another_language_stands_beside_and_its_shapes_are_the_same() -> None:
    welsh = info(language="cy-GB", areas=(replace(HERE, area_desc="Yma"),))
    area = came(infos=(info(areas=(HERE,)), welsh)).area
    assert area is not None
    assert ("Here; Yma", 1) == (area.place, len(area.shapes))


def test_who_is_in_the_shapes_is_who_it_is_for_where_no_region_is_named() -> None:
    content = came(HERE, THERE)
    assert content.area is not None
    assert by_shapes(content.area) == content.audience
    assert [Kind.REGION] == [row.kind for row in came(HERE, LONDON).audience]
    country = replace(THERE, geocodes=(UGC, ("ISO-3166-1-alpha-2", "GB")))
    assert (EVERYONE,) == came(country).audience


def test_a_code_of_a_region_of_ours_is_no_part_of_the_area() -> None:
    assert came(LONDON).area is None
    both = came(replace(HERE, geocodes=LONDON.geocodes)).area
    assert both is not None
    assert () == both.geocodes
    foreign = came(LONDON, CapArea(area_desc="Gwent", geocodes=(UGC,))).area
    assert AlertArea(place="Gwent", geocodes=(UGC,)) == foreign


@pytest.mark.parametrize(
    ("audience", "beside"),
    [
        ((EVERYONE,), True),
        ((AudienceRow(Mode.INCLUDE, Kind.REGION, "LON"),), True),
        ((AudienceRow(Mode.INCLUDE, Kind.CIRCLE, BATH),), False),
        ((EVERYONE, AudienceRow(Mode.MUST_BE, Kind.POLYGON, SQUARE)), False),
        (
            (
                AudienceRow(Mode.INCLUDE, Kind.CIRCLE, BATH),
                AudienceRow(Mode.INCLUDE, Kind.SECTOR, "retail"),
            ),
            True,
        ),
        (
            (
                AudienceRow(Mode.INCLUDE, Kind.CIRCLE, BATH),
                AudienceRow(Mode.EXCLUDE, Kind.REGION, "WAL"),
            ),
            True,
        ),
    ],
)
def test_the_whole_country_is_not_named_beside_areas_that_choose_who_it_is_for(
    audience: tuple[AudienceRow, ...], *, beside: bool
) -> None:
    area = AlertArea(place="Two", shapes=(BATH, SQUARE))
    own, *others = cap_of(issued(area=area, audience=audience), SENDER).infos[0].areas
    assert ("Two", 1, 1) == (own.area_desc, len(own.circles), len(own.polygons))
    assert beside == bool(others)


def test_whom_shapes_choose_is_never_told_by_itself() -> None:
    """An audience's own areas are for those who wrote it, unless readers are told of them."""
    row = AudienceRow(Mode.INCLUDE, Kind.CIRCLE, BATH)
    (country,) = cap_of(issued(audience=(row,)), SENDER).infos[0].areas
    assert () == country.circles
