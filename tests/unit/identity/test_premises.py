"""Organisations, premises and points as the domain knows them."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.errors import Invalid
from kernel.premises import PREMISES_TYPES, PREMISES_TYPES_VERSION
from services.identity.domain.errors import OrganisationHeld, SubscriberNotActive
from services.identity.domain.location import EAST, NORTH, SOUTH, WEST, Location
from services.identity.domain.premises import Whereabouts
from tests.fakes.identity import SUSPENDED, subscriber
from tests.fakes.premises import HERE, NOON, SHOP, THERE, an_organisation, some_premises


@given(
    latitude=st.floats(min_value=SOUTH, max_value=NORTH),
    longitude=st.floats(min_value=WEST, max_value=EAST),
)
def test_a_point_in_the_frame_is_one_and_its_degrees_swapped_are_none(
    latitude: float, longitude: float
) -> None:
    assert Location(latitude=latitude, longitude=longitude) == Location.parsed(latitude, longitude)
    with pytest.raises(Invalid):
        Location.parsed(longitude, latitude)


@pytest.mark.parametrize("latitude", [float("nan"), float("inf"), 0.0, SOUTH - 0.1, NORTH + 0.1])
def test_a_point_elsewhere_is_none(latitude: float) -> None:
    with pytest.raises(Invalid):
        Location.parsed(latitude, -1.0)


def test_what_an_organisation_says_of_the_place_wins_over_its_postcode() -> None:
    found = some_premises(whereabouts=Whereabouts(regions=("LON",), location=THERE))
    assert THERE == found.location
    assert HERE == replace(found, details=replace(SHOP, location=HERE)).location
    assert some_premises().location is None


def test_every_change_of_premises_has_the_next_version_and_no_change_has_none() -> None:
    made = some_premises()
    updated = made.updated(replace(SHOP, capacity=900), Whereabouts(regions=("NW",)))
    moved = updated.moved(Whereabouts(regions=("NW", "WAL")))
    assert [1, 2, 3] == [each.version for each in (made, updated, moved)]
    assert moved is moved.moved(moved.whereabouts)


def test_of_removed_premises_nothing_tells_what_they_were() -> None:
    made = some_premises(details=replace(SHOP, location=HERE))
    removed = made.removed(NOON + timedelta(days=1))
    assert (made.premises_id, made.organisation_id, 2) == (
        removed.premises_id,
        removed.organisation_id,
        removed.version,
    )
    assert (None, None, ()) == (removed.details, removed.location, removed.whereabouts.regions)


def test_of_a_closed_organisation_nothing_tells_which_it_was() -> None:
    made = an_organisation()
    closed = made.closed(NOON)
    assert (made.organisation_id, "", frozenset(), 2, False) == (
        closed.organisation_id,
        closed.name,
        closed.sectors,
        closed.version,
        closed.open,
    )


def test_who_joins_an_organisation_has_its_name_and_the_next_rights_version() -> None:
    person, organisation = subscriber(), an_organisation(name="Other")
    joined = person.joined(organisation)
    assert (organisation.organisation_id, "Other", 2) == (
        joined.organisation_id,
        joined.profile.organisation_name,
        joined.rights_version,
    )
    with pytest.raises(OrganisationHeld):
        joined.joined(an_organisation())
    with pytest.raises(SubscriberNotActive):
        subscriber(standing=SUSPENDED).joined(organisation)


def test_who_is_erased_belongs_nowhere() -> None:
    person = subscriber(organisation_id=uuid4())
    assert person.erased(unused="p", at=NOON).organisation_id is None


def test_the_types_of_premises_are_versioned_and_each_is_once() -> None:
    assert PREMISES_TYPES_VERSION
    assert len(PREMISES_TYPES) == len({each.name for each in PREMISES_TYPES.values()})
    assert {"shop", "worship", "sports-ground", "other"} <= PREMISES_TYPES.keys()
