"""Somebody's own seats."""

from dataclasses import replace

from services.identity.usecases.list_my_seats import MOST_SHOWN, ListMySeats
from tests.fakes.identity import caller
from tests.fakes.seats import COORDINATOR, LEAD, a_seat, sitting


def test_they_see_where_they_sit_and_nothing_else(unit_of_work, stores) -> None:
    own = a_seat(LEAD, deputy=sitting("lead"))
    stores.seats.add(own)
    stores.seats.add(a_seat(COORDINATOR, holder=sitting("other")))
    mine = ListMySeats(unit_of_work=unit_of_work)
    assert [own] == mine(caller("lead"))
    assert [] == mine(caller("stranger"))


def test_of_very_many_the_first_are_shown(unit_of_work, stores) -> None:
    for number in range(MOST_SHOWN + 1):
        place = replace(LEAD, district=f"BID {number}")
        stores.seats.add(a_seat(place, associate=sitting("helper")))
    shown = ListMySeats(unit_of_work=unit_of_work)(caller("helper"))
    assert sorted(stores.seats.kept)[:MOST_SHOWN] == [each.seat_id for each in shown]
