"""A sector lead sees the people of their own branch, and of no other."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from kernel.principals import Principal
from kernel.tiers import Tier
from services.identity.domain.directory_errors import RecordBudgetSpent
from services.identity.domain.errors import SeatNotFound
from services.identity.usecases.list_branch import ListBranch
from tests.fakes.identity import NOON, SUSPENDED, profile, subscriber
from tests.fakes.seats import COORDINATOR, LEAD, a_seat, sitting

WHO = Principal(subject="lead", tier=Tier.VERIFIED)
HERE = {"region": LEAD.region, "sector": LEAD.sector}


def person(number, **given):
    said = profile(
        email=f"{number}@x.example",
        regions=frozenset({LEAD.region}),
        sectors=frozenset({LEAD.sector}),
    )
    return subscriber(str(UUID(int=number)), profile=said, **given)


@pytest.fixture
def look(unit_of_work, clock, budget, stores):
    stores.seats.add(a_seat(LEAD, holder=sitting("lead")))
    use_case = ListBranch(unit_of_work=unit_of_work, clock=clock, budget=budget)
    return lambda who=WHO, after=None, size=9, **where: use_case(
        who, **(HERE | where), after=after, size=size
    )


def test_by_pages_those_in_use_of_this_branch_alone(look, stores) -> None:
    one, two = person(1), person(2, created_at=NOON + timedelta(hours=1))
    elsewhere = replace(person(3), profile=profile(regions=frozenset({"WAL"}), email="e@x.example"))
    for each in (two, one, elsewhere, person(4, standing=SUSPENDED)):
        stores.subscribers.add(each)
    first, place = look(size=1)
    second, end = look(after=place, size=1)
    assert ([one], [two], None) == (list(first), list(second), end)
    assert {"identity:read-branch"} == {row[1] for row in stores.audit.rows}


def test_each_person_counts_against_the_budget(look, stores) -> None:
    for number in range(1, 5):
        stores.subscribers.add(person(number))
    with pytest.raises(RecordBudgetSpent):
        look()


@pytest.mark.parametrize("where", [{"region": "WAL"}, {"sector": "hotels"}])
def test_another_branch_is_not_there(look, where) -> None:
    with pytest.raises(SeatNotFound):
        look(**where)


def test_who_sits_elsewhere_or_did_once_sees_none(look, stores, clock) -> None:
    with pytest.raises(SeatNotFound):
        look(Principal(subject="other", tier=Tier.VERIFIED))
    over = replace(sitting("was"), until=clock.now())
    stores.seats.add(a_seat(replace(LEAD, district="Kent"), holder=over))
    stores.seats.add(a_seat(COORDINATOR, holder=sitting("region")))
    for subject in ("was", "region"):
        with pytest.raises(SeatNotFound):
            look(Principal(subject=subject, tier=Tier.VERIFIED))


def test_every_lead_of_the_place_and_who_helps_them_see_it_until_their_term_is_over(
    look, stores, clock
) -> None:
    """Associates see what leads see; those of another sector in the region do not."""
    stores.subscribers.add(person(1))
    stores.seats.add(a_seat(LEAD, holder=sitting("second"), associate=sitting("helper")))
    over = replace(sitting("was"), until=clock.now())
    stores.seats.add(a_seat(LEAD, associate=over))
    stores.seats.add(a_seat(replace(LEAD, sector="events"), associate=sitting("elsewhere")))
    for subject in ("second", "helper"):
        seen, _ = look(Principal(subject=subject, tier=Tier.VERIFIED))
        assert [person(1)] == list(seen)
    for subject in ("was", "elsewhere"):
        with pytest.raises(SeatNotFound):
            look(Principal(subject=subject, tier=Tier.VERIFIED))
