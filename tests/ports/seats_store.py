"""What every store of seats must do, in memory and in PostgreSQL."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from chassis.errors import StaleVersion
from kernel.pages import Place
from services.identity.domain.errors import SeatNotFound, SeatThere
from services.identity.domain.seat import MOST_OF_PLACE, SeatRole
from services.identity.usecases.seat_ports import Wanted
from tests.fakes.seats import COORDINATOR, LEAD, NOON, a_seat, sitting

Open = Callable[[], AbstractContextManager[Any]]


class SeatsStoreSuite:
    """Run with a fixture `unit_of_work` that opens transactions on empty stores."""

    def test_a_seat_comes_back_the_same(self, unit_of_work: Open) -> None:
        day = NOON + timedelta(days=1)
        made = a_seat(
            holder=sitting("one", day), deputy=sitting("two"), associate=sitting("three", day)
        )
        with unit_of_work() as tx:
            tx.seats.add(made)
        with unit_of_work() as tx:
            assert made == tx.seats.get(made.seat_id, lock=True)
            left = made.without("one")
            tx.seats.save(left)
        with unit_of_work() as tx:
            assert left == tx.seats.find(made.seat_id)
            assert tx.seats.find(uuid4()) is None
        with unit_of_work() as tx, pytest.raises(StaleVersion):
            tx.seats.save(left)

    def test_a_place_has_as_many_as_the_bound_until_one_is_closed(self, unit_of_work: Open) -> None:
        first, second = a_seat(LEAD), a_seat(LEAD)
        with unit_of_work() as tx:
            for each in (first, *(a_seat(LEAD) for _ in range(MOST_OF_PLACE - 1))):
                tx.seats.add(each)
        with unit_of_work() as tx, pytest.raises(SeatThere):
            tx.seats.add(second)
        with unit_of_work() as tx:
            tx.seats.save(replace(first, closed_at=NOON, version=2))
        with unit_of_work() as tx:
            tx.seats.add(second)
            tx.seats.add(a_seat(replace(LEAD, district="Somewhere BID")))
            with pytest.raises(SeatNotFound):
                tx.seats.get(first.seat_id)

    def test_pages_are_of_open_ones_oldest_first(self, unit_of_work: Open) -> None:
        lead = a_seat(LEAD)
        later = a_seat(replace(COORDINATOR, region="NW"), created_at=NOON + timedelta(hours=1))
        closed = a_seat(COORDINATOR, closed_at=NOON)
        with unit_of_work() as tx:
            for each in (later, closed, lead):
                tx.seats.add(each)
        with unit_of_work() as tx:
            assert [lead, later] == list(tx.seats.page_of(None, after=None, size=9))
            assert [lead] == list(tx.seats.page_of({"LON"}, after=None, size=9))
            assert [] == list(tx.seats.page_of(frozenset(), after=None, size=9))
            of_leads = tx.seats.page_of(None, role=SeatRole.SECTOR_LEAD, after=None, size=9)
            assert [lead] == list(of_leads)
            place = Place(at=lead.created_at, item_id=lead.seat_id)
            assert [later] == list(tx.seats.page_of(None, after=place, size=9))
            everyone = sorted([lead, later, closed], key=lambda each: each.seat_id)
            assert everyone == list(tx.seats.page(after=None, size=9))
            assert everyone[1:] == list(tx.seats.page(after=everyone[0].seat_id, size=9))

    def test_somebodys_seats_and_those_whose_term_is_over_are_found(
        self, unit_of_work: Open
    ) -> None:
        own = a_seat(LEAD, deputy=sitting("one", NOON))
        other = a_seat(COORDINATOR, holder=sitting("two", NOON + timedelta(days=1)))
        with unit_of_work() as tx:
            tx.seats.add(own)
            tx.seats.add(other)
        with unit_of_work() as tx:
            assert [own] == list(tx.seats.of("one", lock=True))
            assert [] == list(tx.seats.of("nobody"))
            assert [] == list(tx.seats.lapsing(NOON - timedelta(seconds=1), most=9))
            assert [own] == list(tx.seats.lapsing(NOON, most=9))
            assert 1 == len(tx.seats.lapsing(NOON + timedelta(days=2), most=1))

    def test_a_page_is_narrowed_by_each_word(self, unit_of_work: Open) -> None:
        held = a_seat(LEAD, holder=sitting("one", NOON), associate=sitting("two"))
        food = a_seat(replace(LEAD, sector="events"), deputy=sitting("one"))
        helped = a_seat(COORDINATOR, holder=sitting("one"), associate=sitting("two", NOON))
        later = NOON - timedelta(seconds=1)
        with unit_of_work() as tx:
            for each in (held, food, helped):
                tx.seats.add(each)
        with unit_of_work() as tx:
            for wanted, found in (
                (Wanted(), [held, food, helped]),
                (Wanted(role=SeatRole.REGIONAL_COORDINATOR), [helped]),
                (Wanted(sector="events"), [food]),
                (Wanted(vacant=True), [food]),
                (Wanted(ending_by=NOON), [held, helped]),
                (Wanted(ending_by=later), []),
                (Wanted(sector="retail", vacant=True), []),
            ):
                shown = tx.seats.page_of(None, wanted=wanted, after=None, size=9)
                assert {each.seat_id for each in found} == {each.seat_id for each in shown}
            assert {held.seat_id, helped.seat_id} == {each.seat_id for each in tx.seats.of("two")}
            assert {held.seat_id, helped.seat_id} == {
                each.seat_id for each in tx.seats.lapsing(NOON, most=9)
            }

    def test_whoever_sits_in_very_many_is_found_in_each(self, unit_of_work: Open) -> None:
        """Who goes leaves all of them: none may be left with their name."""
        seats = [
            a_seat(replace(LEAD, district=f"BID {number}"), associate=sitting("one"))
            for number in range(101)
        ]
        with unit_of_work() as tx:
            for each in seats:
                tx.seats.add(each)
        with unit_of_work() as tx:
            found = {each.seat_id for each in tx.seats.of("one")}
            assert {each.seat_id for each in seats} == found == tx.seats.hold("one")

    def test_what_is_held_of_somebody_is_where_they_sit_and_what_they_gave(
        self, unit_of_work: Open
    ) -> None:
        given = replace(sitting("two"), appointed_by="one")
        theirs = [
            a_seat(place, **{name: sits})
            for place, sits in ((LEAD, sitting("one")), (COORDINATOR, given))
            for name in ("holder", "deputy", "associate")
        ]
        other = a_seat(replace(LEAD, region="NW"), holder=sitting("two"))
        with unit_of_work() as tx:
            for each in (*theirs, other):
                tx.seats.add(each)
        with unit_of_work() as tx:
            assert {each.seat_id for each in theirs} == tx.seats.hold("one")
            assert set() == tx.seats.hold("three")
