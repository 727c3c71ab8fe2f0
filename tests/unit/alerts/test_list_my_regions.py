"""Saying for which regions somebody acts: just those in which every verb takes them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chassis.errors import Refusal
from services.alerts.domain.seat import Sitter
from services.alerts.usecases.list_my_regions import ListMyRegions
from tests.fakes.cascades import a_seat
from tests.unit.alerts.regional import (
    DEPUTY,
    EVERYBODY,
    HERE,
    HOLDER,
    HUB,
    LEAD,
    NORTH,
    THIRD,
    UNSEATED,
    Region,
    seated,
)


@pytest.fixture
def mine(unit_of_work, clock, stores) -> ListMyRegions:
    seated(stores)
    return ListMyRegions(unit_of_work=unit_of_work, clock=clock)


@pytest.mark.parametrize("by", [HOLDER, DEPUTY, THIRD], ids=lambda each: each.subject)
def test_who_sits_in_a_seat_of_the_region_itself_acts_for_it(mine, by) -> None:
    assert ["LON"] == mine(by)


@pytest.mark.parametrize("by", [UNSEATED, LEAD, HUB], ids=lambda each: each.subject)
def test_a_role_alone_and_the_seat_of_a_sector_are_not_enough(mine, by) -> None:
    assert [] == mine(by)


def test_who_coordinates_a_district_speaks_for_that_alone(mine, stores) -> None:
    stores.seats.keep(a_seat("LON", "", holder="unseated", district="Somewhere BID"))
    assert [] == mine(UNSEATED)
    stores.seats.keep(a_seat("LON", "", deputy="unseated"))
    assert ["LON"] == mine(UNSEATED)


def test_of_several_regions_all_are_named_in_order(mine, stores) -> None:
    stores.seats.keep(a_seat("SE", "", holder="north"))
    assert ["NW", "SE"] == mine(NORTH)


def test_a_term_that_ended_and_an_account_that_is_suspended_end_it(mine, stores, clock) -> None:
    seat = next(e for e in stores.seats.kept.values() if e.holder and e.holder.subject == "third")
    over = Sitter(subject="third", until=clock.now() + timedelta(minutes=1))
    stores.seats.keep(replace(seat, holder=over, version=seat.version + 1))
    assert ["LON"] == mine(THIRD)
    clock.moment += timedelta(minutes=1)
    assert [] == mine(THIRD)
    stores.paging.people.remove(HOLDER)
    assert [] == mine(HOLDER)


def test_whoever_is_named_may_write_and_nobody_else(mine, stores, unit_of_work, clock) -> None:
    """A page offers what it says: so it says what the verbs decide."""
    region = Region(unit_of_work, clock)
    for by in EVERYBODY:
        for code in ("LON", "NW"):
            try:
                region.drafted(by, region=code, audience=(replace(HERE, value=code),))
                may = True
            except Refusal:
                may = False
            assert may == (code in mine(by)), (by.subject, code)
