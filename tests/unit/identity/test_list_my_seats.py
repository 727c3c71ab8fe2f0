"""Somebody's own seats."""

from services.identity.usecases.list_my_seats import ListMySeats
from tests.fakes.identity import caller
from tests.fakes.seats import COORDINATOR, LEAD, a_seat, sitting


def test_they_see_where_they_sit_and_nothing_else(unit_of_work, stores) -> None:
    own = a_seat(LEAD, deputy=sitting("lead"))
    stores.seats.add(own)
    stores.seats.add(a_seat(COORDINATOR, holder=sitting("other")))
    mine = ListMySeats(unit_of_work=unit_of_work)
    assert [own] == mine(caller("lead"))
    assert [] == mine(caller("stranger"))
