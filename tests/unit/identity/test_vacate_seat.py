"""Letting nobody sit somewhere any more."""

from dataclasses import replace
from datetime import timedelta

import pytest

from services.identity.domain.errors import PositionVacant, SeatNotFound
from services.identity.domain.events import SeatChanged
from services.identity.domain.seat import Position
from services.identity.usecases.close_seat import CloseSeat
from services.identity.usecases.end_tenures import EndTenures
from services.identity.usecases.erase_subject import EraseSubject
from services.identity.usecases.republish_seats import RepublishSeats
from services.identity.usecases.vacate_seat import VacateSeat
from tests.fakes.seats import LEAD, NOON, a_seat, sitting
from tests.fakes.subscriptions import PSEUDONYMS
from tests.unit.identity.seated import ELSEWHERE, HUB, verified


@pytest.fixture
def held(stores):
    stores.subscribers.add(verified("lead", roles=frozenset({"sector-lead", "expert"})))
    made = a_seat(holder=sitting("lead"))
    stores.seats.add(made)
    return made


@pytest.fixture
def vacate(unit_of_work, clock, ids):
    use_case = VacateSeat(unit_of_work=unit_of_work, clock=clock, ids=ids)
    return lambda seat, by=HUB, position=Position.HOLDER: use_case(
        by, seat_id=seat.seat_id, expected_version=seat.version, position=position
    )


def test_the_role_goes_and_others_stay(vacate, held, stores) -> None:
    after = vacate(held)
    assert after.holder is None
    assert frozenset({"expert"}) == stores.subscribers.get("lead").roles
    assert SeatChanged(after) in stores.outbox.events
    with pytest.raises(PositionVacant):
        vacate(after)
    with pytest.raises(SeatNotFound):
        vacate(after, by=ELSEWHERE)


def test_another_seat_keeps_the_role(vacate, held, stores) -> None:
    stores.seats.add(a_seat(replace(LEAD, sector="events"), deputy=sitting("lead")))
    vacate(held)
    assert frozenset({"sector-lead", "expert"}) == stores.subscribers.get("lead").roles


def test_a_term_that_is_over_ends_by_itself(unit_of_work, clock, ids, held, stores) -> None:
    end = EndTenures(unit_of_work=unit_of_work, clock=clock, ids=ids)
    assert 0 == end()
    over = a_seat(
        replace(LEAD, sector="events"), deputy=sitting("lead", until=clock.now() - timedelta(1))
    )
    stores.seats.add(over)
    assert 1 == end()
    assert replace(over, deputy=None, version=2) == stores.seats.get(over.seat_id)
    assert held == stores.seats.get(held.seat_id)
    assert 0 == end()


def test_who_is_erased_sits_nowhere(unit_of_work, clock, ids, held, stores) -> None:
    erase = EraseSubject(unit_of_work=unit_of_work, pseudonyms=PSEUDONYMS, clock=clock, ids=ids)
    erase(subject="lead")
    left = stores.seats.get(held.seat_id)
    assert replace(held, holder=None, version=2) == left
    assert SeatChanged(left) in stores.outbox.events


def test_everything_about_seats_is_told_again(unit_of_work, clock, ids, held, stores) -> None:
    gone = a_seat(replace(LEAD, sector="events"), created_at=NOON)
    stores.seats.add(gone)
    close = CloseSeat(unit_of_work=unit_of_work, clock=clock, ids=ids)
    close(HUB, seat_id=gone.seat_id, expected_version=1)
    assert 2 == RepublishSeats(unit_of_work=unit_of_work)()
