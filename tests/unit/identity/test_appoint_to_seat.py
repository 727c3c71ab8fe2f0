"""Putting somebody into a seat."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chassis.errors import StaleVersion
from kernel.tiers import Tier
from services.identity.domain.errors import (
    SeatNotFound,
    SeatOccupied,
    SeatTwice,
    SelfAppointment,
    SubscriberNotFound,
    UnfitForSeat,
)
from services.identity.domain.events import PrincipalChanged, SeatChanged
from services.identity.domain.seat import Position, acts_somewhere
from services.identity.usecases.appoint_to_seat import AppointToSeat
from tests.fakes.identity import SUSPENDED
from tests.fakes.seats import NOON, a_seat, sitting
from tests.unit.identity.seated import ELSEWHERE, HUB, LONDON, verified


@pytest.fixture
def appoint(unit_of_work, clock, ids, stores):
    use_case = AppointToSeat(unit_of_work=unit_of_work, clock=clock, ids=ids)

    def _appoint(seat, email="lead@retail.example", by=HUB, **given):
        said = {
            "seat_id": seat.seat_id,
            "expected_version": seat.version,
            "position": Position.HOLDER,
            "email": email,
            "until": None,
        }
        return use_case(by, **said | given)

    return _appoint


@pytest.fixture
def seat(stores):
    stores.subscribers.add(verified("lead"))
    made = a_seat()
    stores.seats.add(made)
    return made


def test_they_sit_there_and_have_its_role(appoint, seat, stores) -> None:
    until = NOON + timedelta(days=365)
    after = appoint(seat, until=until)
    assert ("lead", until, "hub") == (
        after.holder.subject,
        after.holder.until,
        after.holder.appointed_by,
    )
    person = stores.subscribers.get("lead")
    assert frozenset({"sector-lead"}) == person.roles
    assert SeatChanged(after) in stores.outbox.events
    assert PrincipalChanged(person) in stores.outbox.events
    assert ("hub", "identity:appoint", stores.audit.name_of("lead")) == stores.audit.rows[-1][:3]
    assert ["lead"] == [each.what.subject for each in stores.tasks.waiting]


def test_a_coordinator_of_the_region_appoints_its_leads_and_no_other_does(appoint, seat) -> None:
    with pytest.raises(SeatNotFound):
        appoint(seat, by=ELSEWHERE)
    assert "lead" == appoint(seat, by=LONDON).holder.subject


def test_nobody_appoints_themselves(appoint, seat, stores) -> None:
    stores.subscribers.add(verified("hub"))
    with pytest.raises(SelfAppointment):
        appoint(seat, "hub@retail.example")


@pytest.mark.parametrize("unfit", [{"tier": Tier.REGISTERED}, {"standing": SUSPENDED}])
def test_only_a_verified_account_in_use_will_do(appoint, seat, stores, unfit) -> None:
    stores.subscribers.add(verified("other", **unfit))
    with pytest.raises(UnfitForSeat):
        appoint(seat, "other@retail.example")
    assert seat == stores.seats.get(seat.seat_id)


def test_nobody_is_pushed_out_and_nobody_sits_there_twice(appoint, seat, stores) -> None:
    stores.subscribers.add(verified("other"))
    held = appoint(seat)
    with pytest.raises(SeatOccupied):
        appoint(held, "other@retail.example")
    with pytest.raises(SeatTwice):
        appoint(held, position=Position.DEPUTY)
    assert "other" == appoint(held, "other@retail.example", position=Position.DEPUTY).deputy.subject


def test_an_unknown_address_and_an_old_version_are_refused(appoint, seat) -> None:
    with pytest.raises(SubscriberNotFound):
        appoint(seat, "stranger@retail.example")
    with pytest.raises(StaleVersion):
        appoint(seat, expected_version=seat.version + 1)


def test_an_old_word_leaves_who_sits_there(stores) -> None:
    made = a_seat(holder=sitting("lead"))
    assert made == made.without("other")
    assert replace(made, holder=None, version=2) == made.without("lead")


def test_an_associate_sits_there_without_the_role_and_leaves_without_losing_another(
    appoint, seat, stores
) -> None:
    """Who helps acts in nothing: no role comes or goes with it."""
    helped = appoint(seat, position=Position.ASSOCIATE)
    assert "lead" == helped.associate.subject
    assert frozenset() == stores.subscribers.get("lead").roles
    assert [] == [each for each in stores.outbox.events if isinstance(each, PrincipalChanged)]
    assert not acts_somewhere("lead", stores.seats.of("lead"))
    with pytest.raises(SeatTwice):
        appoint(helped, position=Position.HOLDER)
    left = helped.vacated(Position.ASSOCIATE)
    assert (None, 3) == (left.associate, left.version)
