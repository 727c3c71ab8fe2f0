"""Making a seat."""

import pytest

from services.identity.domain.errors import SeatNotYours, SeatThere
from services.identity.domain.events import SeatChanged
from services.identity.domain.seat import MOST_OF_PLACE
from services.identity.usecases.create_seat import CreateSeat
from tests.fakes.identity import caller, key
from tests.fakes.seats import COORDINATOR, LEAD, a_seat
from tests.unit.identity.seated import ELSEWHERE, HUB, LONDON


@pytest.fixture
def create(unit_of_work, clock, ids):
    return CreateSeat(unit_of_work=unit_of_work, clock=clock, ids=ids)


def test_it_is_vacant_and_others_hear_of_it(create, stores) -> None:
    made = create(HUB, place=COORDINATOR, key=key("A"))
    assert (COORDINATOR, None, None, 1) == (made.place, made.holder, made.deputy, made.version)
    assert made == stores.seats.get(made.seat_id)
    assert SeatChanged(made) == stores.outbox.events[0]
    assert ("hub", "identity:create-seat", str(made.seat_id)) == stores.audit.rows[-1][:3]


def test_the_same_key_makes_it_once(create, stores) -> None:
    assert create(HUB, place=LEAD, key=key("A")) == create(HUB, place=LEAD, key=key("A"))
    assert 1 == len(stores.seats.kept)


def test_there_are_no_more_for_a_place_than_the_bound(create, stores) -> None:
    for _ in range(MOST_OF_PLACE):
        stores.seats.add(a_seat(LEAD))
    with pytest.raises(SeatThere):
        create(HUB, place=LEAD, key=key("A"))


def test_a_region_makes_those_of_its_own_sector_leads(create) -> None:
    assert LEAD == create(LONDON, place=LEAD, key=key("A")).place
    for who, place in ((LONDON, COORDINATOR), (ELSEWHERE, LEAD), (caller("nobody"), LEAD)):
        with pytest.raises(SeatNotYours):
            create(who, place=place, key=key("B"))
