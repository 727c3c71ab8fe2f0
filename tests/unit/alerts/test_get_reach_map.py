"""Where an alert's premises are, square by square."""

from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.audiences import Kind
from services.alerts.domain.errors import AlertNotFound
from services.alerts.domain.reach_map import ACROSS, frame_of, squares
from services.alerts.usecases.get_reach_map import GetReachMap, Mapped
from tests.fakes.alerts import APPROVER, submitted
from tests.fakes.whereabouts import SHOP, organisation, premises
from tests.unit.alerts.test_audience import AROUND, CENTRE, exclude, include, must_be


@pytest.fixture
def mapped(unit_of_work, stores):
    def mapped(*rows, most: int = 50):
        stores.alerts.add(alert := submitted(audience=rows))
        use_case = GetReachMap(unit_of_work=unit_of_work, most=most)
        return use_case(APPROVER, alert_id=alert.alert_id)

    return mapped


def shop(*at: float, **given):
    return premises(*at, premises_id=uuid4(), **given)


def test_an_alert_without_an_area_has_no_map(mapped, stores) -> None:
    stores.whereabouts.keep_premises(shop())
    assert Mapped() == mapped(include(Kind.EVERYONE))


def test_premises_in_its_area_are_counted_and_no_others(mapped, stores) -> None:
    for each in (shop(), shop(), shop(55.0, -3.0)):
        stores.whereabouts.keep_premises(each)
    found = mapped(include(Kind.POLYGON, CENTRE))
    assert (2, True) == (found.premises, found.complete)
    assert [2] == [each.premises for each in found.squares]


def test_what_is_left_out_or_of_another_trade_or_type_is_not_there(mapped, stores) -> None:
    stores.whereabouts.keep_premises(shop())
    area = include(Kind.POLYGON, CENTRE)
    assert 0 == mapped(area, exclude(Kind.CIRCLE, AROUND)).premises
    assert 0 == mapped(area, must_be(Kind.SECTOR, "retail")).premises
    stores.whereabouts.keep_organisation(organisation(sectors=frozenset({"retail"})))
    assert 1 == mapped(area, must_be(Kind.SECTOR, "retail")).premises
    assert 0 == mapped(area, must_be(Kind.PREMISES_TYPE, "sports-ground")).premises
    assert 1 == mapped(area, must_be(Kind.ORGANISATION, SHOP)).premises
    assert 1 == mapped(area, must_be(Kind.ROLE, "sector-lead")).premises


def test_of_too_many_it_says_that_there_are_more(mapped, stores) -> None:
    for _ in range(3):
        stores.whereabouts.keep_premises(shop())
    found = mapped(include(Kind.POLYGON, CENTRE), most=2)
    assert (2, False) == (found.premises, found.complete)


def test_an_unknown_alert_is_not_found(unit_of_work) -> None:
    with pytest.raises(AlertNotFound):
        GetReachMap(unit_of_work=unit_of_work)(APPROVER, alert_id=uuid4())


@given(st.lists(st.tuples(st.floats(51.3, 51.7), st.floats(-0.4, 0.2)), max_size=40))
def test_each_premises_is_in_one_square_of_the_frame(points: list[tuple[float, float]]) -> None:
    frame = frame_of((include(Kind.CIRCLE, AROUND),))
    assert frame is not None
    south, west, north, east = frame
    there = [shop(*each) for each in points]
    inside = [
        each
        for each in there
        if each.place.point
        and south <= each.place.point[0] <= north
        and west <= each.place.point[1] <= east
    ]
    found = squares(frame, inside)
    assert len(inside) == sum(each.premises for each in found)
    assert len(found) <= (ACROSS + 1) ** 2
