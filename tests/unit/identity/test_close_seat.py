"""Taking a seat away."""

import pytest

from chassis.errors import StaleVersion
from services.identity.domain.errors import SeatNotFound
from services.identity.domain.events import SeatChanged
from services.identity.usecases.close_seat import CloseSeat
from services.identity.usecases.seed_demo_seats import SeedDemoSeats
from tests.fakes.seats import a_seat, sitting
from tests.unit.identity.seated import ELSEWHERE, HUB, verified


def test_it_is_gone_with_whoever_sat_there(unit_of_work, clock, ids, stores) -> None:
    stores.subscribers.add(verified("lead", roles=frozenset({"sector-lead"})))
    seat = a_seat(holder=sitting("lead"))
    stores.seats.add(seat)
    close = CloseSeat(unit_of_work=unit_of_work, clock=clock, ids=ids)
    with pytest.raises(StaleVersion):
        close(HUB, seat_id=seat.seat_id, expected_version=2)
    with pytest.raises(SeatNotFound):
        close(ELSEWHERE, seat_id=seat.seat_id, expected_version=1)
    close(HUB, seat_id=seat.seat_id, expected_version=1)
    gone = stores.seats.find(seat.seat_id)
    assert (False, None) == (gone.open, gone.holder)
    assert SeatChanged(gone) in stores.outbox.events
    assert frozenset() == stores.subscribers.get("lead").roles
    with pytest.raises(SeatNotFound):
        stores.seats.get(seat.seat_id)


def test_the_demonstration_has_its_seats_once(unit_of_work, clock, stores) -> None:
    seed = SeedDemoSeats(unit_of_work=unit_of_work, clock=clock)
    assert len(stores.seats.kept) < seed()
    assert 0 == seed()
    vacant = [each for each in stores.seats.kept.values() if each.holder is None]
    assert vacant, "the demonstration shows what becomes of a vacancy"
