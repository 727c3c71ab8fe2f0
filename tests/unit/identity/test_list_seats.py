"""The seats that somebody appoints to."""

from dataclasses import replace
from datetime import timedelta

import pytest

from services.identity.usecases.get_seat import GetSeat
from services.identity.usecases.list_seats import ListSeats
from tests.fakes.seats import COORDINATOR, LEAD, NOON, a_seat, sitting
from tests.unit.identity.seated import ELSEWHERE, HUB, LONDON, verified


@pytest.fixture
def found(unit_of_work):
    use_case = ListSeats(unit_of_work=unit_of_work)
    return lambda by, region="", after=None, size=20: use_case(
        by, region=region, after=after, size=size
    )


def test_the_hub_sees_all_with_who_sits_there_and_a_region_its_own(found, stores) -> None:
    stores.subscribers.add(verified("lead"))
    lead = a_seat(LEAD, holder=sitting("lead"))
    other = a_seat(replace(COORDINATOR, region="WAL"), created_at=NOON + timedelta(hours=1))
    stores.seats.add(lead)
    stores.seats.add(other)
    seats, names, following = found(HUB)
    name = {"lead": stores.subscribers.get("lead").profile.name}
    assert ([lead, other], name, None) == (seats, names, following)
    assert [lead] == found(LONDON)[0]
    assert [] == found(ELSEWHERE)[0]
    assert [] == found(LONDON, region="WAL")[0]
    assert [other] == found(HUB, region="WAL")[0]
    own = a_seat(COORDINATOR, created_at=NOON + timedelta(hours=2))
    stores.seats.add(own)
    assert [lead] == found(LONDON)[0], "coordinators do not appoint to their own seats"
    assert [lead, own] == found(HUB, region="LON")[0]
    first, _, place = found(HUB, size=1)
    assert ([lead], [other]) == (first, found(HUB, after=place, size=1)[0])


def test_pages_of_full_seats_keep_no_officer_from_their_work(
    found, unit_of_work, stores, budget
) -> None:
    """The list shows names alone; whoever opens a seat reads the records of who sits there."""
    for number in range(9):
        stores.subscribers.add(verified(f"lead-{number}"))
        stores.seats.add(seat := a_seat(LEAD, holder=sitting(f"lead-{number}")))
    assert 9 == len(found(HUB)[1])
    assert {} == stores.record_reads.read
    GetSeat(unit_of_work=unit_of_work, budget=budget)(HUB, seat_id=seat.seat_id)
    assert [(HUB.person, "lead-8")] == list(stores.record_reads.read)
