"""The organisations of the demonstration: of everyone's, in four regions, each with premises."""

from datetime import UTC, datetime

import pytest

from kernel.places import SECTORS
from kernel.premises import PREMISES_TYPES
from services.identity.domain.demo_organisations import demo_organisations
from services.identity.domain.demo_people import demo_people
from services.identity.domain.events import PremisesChanged, PrincipalChanged
from services.identity.domain.premises import Whereabouts
from services.identity.usecases.seed_demo_organisations import SeedDemoOrganisations
from tests.fakes.premises import NOON

AT = datetime(2026, 1, 1, tzinfo=UTC)
ORGANISATIONS = demo_organisations(AT)
PEOPLE = [each.subscriber for each in demo_people(AT)]
FOUR_REGIONS = {"LON", "NW", "SCO", "WAL"}


@pytest.fixture
def seed(unit_of_work, clock):
    return SeedDemoOrganisations(unit_of_work=unit_of_work, clock=clock)


def test_everyone_of_the_demonstration_belongs_to_one_of_their_name_or_names_none() -> None:
    names = {each.organisation.organisation_id: each.organisation.name for each in ORGANISATIONS}
    assert len(ORGANISATIONS) == len(names) == len(set(names.values()))
    for person in PEOPLE:
        named = person.profile.organisation_name
        assert named == (names[person.organisation_id] if person.organisation_id else "")
    assert {*names, None} == {each.organisation_id for each in PEOPLE}


def test_their_words_are_ours_and_all_but_the_hub_have_premises() -> None:
    ids = [premises_id for each in ORGANISATIONS for premises_id in each.premises]
    assert len(ids) == len(set(ids))
    for each in ORGANISATIONS:
        assert each.organisation.sectors <= SECTORS.keys()
        assert bool(each.premises) is (each.organisation.name != "Hub")
        assert {details.type for details in each.premises.values()} <= PREMISES_TYPES.keys()


def test_they_are_in_four_regions_small_and_large(seed, stores) -> None:
    """The law's duties begin at 200 people, and more of them at 800."""
    assert len(ORGANISATIONS) == seed()
    there = list(stores.premises.kept.values())
    assert FOUR_REGIONS == {region for each in there for region in each.whereabouts.regions}
    capacities = [each.details.capacity for each in there if each.details.capacity]
    assert min(capacities) < 200
    assert any(200 <= each < 800 for each in capacities)
    assert max(capacities) >= 800
    assert all(each.location for each in there)


def test_what_is_there_stays_as_people_left_it(seed, stores) -> None:
    seed()
    first = next(iter(stores.premises.kept.values()))
    stores.premises.save(first.removed(NOON))
    stores.outbox.events.clear()
    assert 0 == seed()
    assert [] == stores.outbox.events
    assert first.removed(NOON) == stores.premises.kept[first.premises_id]


def test_an_organisation_that_was_closed_stays_closed(seed, stores) -> None:
    seed()
    (cafe,) = [each for each in stores.organisations.kept.values() if each.name == "Corner Cafe"]
    stores.organisations.save(cafe.closed(NOON))
    stores.subscribers.add(_older(PEOPLE[0]))
    assert 0 == seed()
    assert not stores.organisations.find(cafe.organisation_id).open
    assert stores.subscribers.get(PEOPLE[0].subject).organisation_id is None


def test_people_of_an_older_demonstration_join_theirs(seed, stores) -> None:
    stores.subscribers.add(_older(PEOPLE[0]))
    seed()
    joined = stores.subscribers.get(PEOPLE[0].subject)
    assert (PEOPLE[0].organisation_id, 2) == (joined.organisation_id, joined.rights_version)
    assert PrincipalChanged(joined) in stores.outbox.events


def test_where_they_are_is_told(seed, stores) -> None:
    seed()
    told = [each.premises for each in stores.outbox.events if isinstance(each, PremisesChanged)]
    assert list(stores.premises.kept.values()) == told
    assert Whereabouts(regions=("LON",)) == told[0].whereabouts


def _older(person):
    return type(person).registered(person.subject, person.profile, AT)
