"""Whether an audience can reach Wales: where nothing says that it cannot, it can."""

import numpy as np
import pytest

from kernel.audiences import AudienceRow, Kind, Mode
from kernel.premises import PREMISES_TYPES
from services.alerts.domain.area import Circle, Polygon, micro
from services.alerts.domain.places import GAZETTEER
from services.alerts.domain.wales import WELSH_REGIONS, outline, reaches_wales


def row(kind: Kind, value: str = "", mode: Mode = Mode.INCLUDE) -> AudienceRow:
    return AudienceRow(mode, kind, value)


def circle(latitude: float, longitude: float, km: float) -> str:
    return Circle.of(latitude, longitude, km).text


EVERYONE = row(Kind.EVERYONE)
CARDIFF, LEEDS = circle(51.4816, -3.1791, 2), circle(53.8, -1.55, 20)
SCOTLAND = Polygon.of([55.0, 55.0, 58.0, 58.0, 55.0], [-5.0, -2.0, -2.0, -5.0, -5.0]).text


@pytest.mark.parametrize(
    "rows",
    [
        [EVERYONE],
        [row(Kind.REGION, "WAL")],
        [row(Kind.REGION, "LON"), row(Kind.REGION, "WAL")],
        [row(Kind.SECTOR, "retail")],
        [row(Kind.TIER, "VERIFIED")],
        [row(Kind.ROLE, "sector-lead")],
        [row(Kind.ORGANISATION, "anybody")],
        [row(Kind.PREMISES_TYPE, next(iter(PREMISES_TYPES)))],
        [row(Kind.CIRCLE, CARDIFF)],
        [row(Kind.CIRCLE, circle(51.5, -2.6, 15))],
        [EVERYONE, row(Kind.REGION, "WAL", Mode.MUST_BE), row(Kind.REGION, "LON", Mode.MUST_BE)],
        [EVERYONE, row(Kind.REGION, "LON", Mode.EXCLUDE)],
        [EVERYONE, row(Kind.SECTOR, "retail", Mode.MUST_BE)],
        [EVERYONE, row(Kind.CIRCLE, CARDIFF, Mode.EXCLUDE)],
        [EVERYONE, row(Kind.CIRCLE, CARDIFF, Mode.MUST_BE), row(Kind.CIRCLE, LEEDS, Mode.MUST_BE)],
    ],
)
def test_somebody_in_wales_may_get_it(rows: list[AudienceRow]) -> None:
    assert reaches_wales(rows)


@pytest.mark.parametrize(
    "rows",
    [
        [row(Kind.REGION, "LON")],
        [EVERYONE, row(Kind.REGION, "WAL", Mode.EXCLUDE)],
        [EVERYONE, row(Kind.REGION, "SCO", Mode.MUST_BE)],
        [row(Kind.CIRCLE, LEEDS)],
        [row(Kind.POLYGON, SCOTLAND)],
        [EVERYONE, row(Kind.POLYGON, SCOTLAND, Mode.MUST_BE)],
        [row(Kind.REGION, "WAL"), row(Kind.CIRCLE, LEEDS, Mode.MUST_BE)],
        [row(Kind.REGION, "LON"), row(Kind.SECTOR, "retail", Mode.MUST_BE)],
    ],
)
def test_what_says_where_it_is_and_is_not_there_needs_no_welsh(rows: list[AudienceRow]) -> None:
    assert not reaches_wales(rows)


def test_every_place_of_wales_in_the_gazetteer_is_inside_the_outline() -> None:
    there = [place for place in GAZETTEER.values() if place.region in WELSH_REGIONS]
    assert there
    for place in there:
        assert reaches_wales([row(Kind.CIRCLE, circle(place.latitude, place.longitude, 0.1))])


EXTREMES = {
    "Flat Holm": (51.376, -3.118),
    "Grassholm": (51.731, -5.48),
    "the Smalls": (51.721, -5.669),
    "Bardsey": (52.76, -4.79),
    "the Skerries": (53.421, -4.608),
    "Point of Ayr": (53.356, -3.322),
    "Chepstow": (51.642, -2.675),
    "Monmouth": (51.812, -2.716),
    "Hay-on-Wye": (52.074, -3.126),
    "Knighton": (52.344, -3.05),
    "Buttington": (52.673, -3.109),
    "Hanmer": (52.953, -2.812),
    "Holt": (53.079, -2.882),
    "Saltney": (53.181, -2.945),
}


@pytest.mark.parametrize("place", EXTREMES)
def test_the_ends_of_wales_are_inside_the_outline(place: str) -> None:
    latitude, longitude = EXTREMES[place]
    north, east = np.array([micro(latitude)]), np.array([micro(longitude)])
    assert outline().covers(north, east).all()
