"""One seat, for whoever appoints to it."""

from dataclasses import replace
from uuid import uuid4

import pytest

from services.identity.domain.errors import SeatNotFound
from services.identity.usecases.get_seat import GetSeat
from tests.fakes.seats import COORDINATOR, LEAD, NOON, a_seat, sitting
from tests.unit.identity.seated import ELSEWHERE, HUB, LONDON, verified


@pytest.fixture
def get_seat(unit_of_work, budget):
    return GetSeat(unit_of_work=unit_of_work, budget=budget)


def test_who_appoints_sees_the_seat_and_who_sits_there(get_seat, stores) -> None:
    stores.subscribers.add(person := verified("lead"))
    stores.seats.add(seat := a_seat(LEAD, deputy=sitting("lead")))
    for by in (HUB, LONDON):
        assert (seat, {"lead": person}) == get_seat(by, seat_id=seat.seat_id)


def test_a_seat_of_others_is_as_one_that_is_not_there(get_seat, stores) -> None:
    stores.seats.add(lead := a_seat(LEAD))
    stores.seats.add(own := a_seat(COORDINATOR))
    stores.seats.add(gone := a_seat(replace(LEAD, district="BID"), closed_at=NOON))
    for by, seat_id in (
        (ELSEWHERE, lead.seat_id),
        (LONDON, own.seat_id),
        (HUB, gone.seat_id),
        (HUB, uuid4()),
    ):
        with pytest.raises(SeatNotFound):
            get_seat(by, seat_id=seat_id)
