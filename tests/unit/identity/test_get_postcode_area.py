"""Where postcodes that begin alike are: a circle that has all of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.errors import Invalid
from services.identity.domain.errors import PostcodeAreaNotFound
from services.identity.domain.location import EAST, NORTH, SOUTH, WEST, Location
from services.identity.domain.postcode_area import PostcodeArea, _metres, around
from services.identity.usecases.get_postcode_area import GetPostcodeArea

_POINTS = st.builds(Location, latitude=st.floats(SOUTH, NORTH), longitude=st.floats(WEST, EAST))


def at(latitude: float, longitude: float) -> Location:
    return Location(latitude=latitude, longitude=longitude)


@pytest.fixture
def get_area(unit_of_work, stores):
    stores.postcodes.points = {
        "SW1A 1AA": at(51.501, -0.142),
        "SW1A 2AA": at(51.503, -0.128),
        "SW2 1AA": at(51.45, -0.12),
        "S1 1AA": at(53.38, -1.47),
        "SW1A 3AA": None,
    }
    use_case = GetPostcodeArea(unit_of_work=unit_of_work)
    return lambda said: use_case(area=PostcodeArea.parsed(said))


@pytest.mark.parametrize(
    ("said", "south", "north"),
    [("sw1a", 51.501, 51.503), (" SW ", 51.45, 51.503), ("S", 53.38, 53.38), ("S1", 53.38, 53.38)],
)
def test_those_that_begin_so_and_no_others_are_in_it(get_area, said, south, north) -> None:
    assert (south + north) / 2 == pytest.approx(get_area(said).middle.latitude)


def test_one_point_has_a_circle_too(get_area) -> None:
    assert 1 == get_area("S1").radius_metres


def test_what_the_directory_does_not_have_is_not_found(get_area) -> None:
    with pytest.raises(PostcodeAreaNotFound):
        get_area("CF10")


@pytest.mark.parametrize("said", ["", "QQ", "SW1A 1AA", "1", "SW%", "S" * 99])
def test_what_no_postcode_begins_with_is_refused(get_area, said) -> None:
    with pytest.raises(Invalid):
        get_area(said)


@given(one=_POINTS, other=_POINTS, part=st.floats(0, 1), way=st.floats(0, 1))
def test_whatever_is_in_the_frame_is_in_the_circle(
    one: Location, other: Location, part: float, way: float
) -> None:
    souths = sorted((one.latitude, other.latitude))
    wests = sorted((one.longitude, other.longitude))
    there = around(at(souths[0], wests[0]), at(souths[1], wests[1]))
    inside = at(souths[0] + part * (souths[1] - souths[0]), wests[0] + way * (wests[1] - wests[0]))
    assert _metres(there.middle, inside) <= there.radius_metres + 0.5
