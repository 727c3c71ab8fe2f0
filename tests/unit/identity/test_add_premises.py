"""Naming a place to look after."""

from dataclasses import replace

import pytest

from services.identity.domain.errors import (
    OrganisationNotFound,
    PostcodeNotCovered,
    PremisesNotFound,
    TooManyPremises,
)
from services.identity.domain.events import PremisesChanged
from services.identity.domain.postcode import Postcode
from services.identity.domain.postcode_directory import Entry
from services.identity.domain.premises import MOST_PREMISES
from services.identity.usecases.add_premises import AddPremises
from tests.fakes.identity import caller, key, subscriber
from tests.fakes.premises import HERE, NOON, SHOP, an_organisation, some_premises

OWNER = caller("owner")


@pytest.fixture
def add(unit_of_work, clock, ids):
    return AddPremises(unit_of_work=unit_of_work, clock=clock, ids=ids)


@pytest.fixture
def own(stores):
    """The organisation of the owner."""
    made = an_organisation()
    stores.organisations.add(made)
    stores.subscribers.add(subscriber("owner", organisation_id=made.organisation_id))
    return made.organisation_id


def test_they_are_the_organisations_and_who_warns_hears_of_them(add, own, stores) -> None:
    made = add(OWNER, details=SHOP, key=key("A"))
    assert (own, SHOP, ("LON",), None) == (
        made.organisation_id,
        made.details,
        made.whereabouts.regions,
        made.location,
    )
    assert made == stores.premises.get(made.premises_id)
    told, counted = stores.outbox.events
    assert PremisesChanged(made) == told
    assert ("identity.premises_added", "shop") == (counted.metric, counted.detail)
    assert ("owner", "identity:add-premises", str(made.premises_id)) == stores.audit.rows[-1][:3]


def test_the_directory_says_where_they_are(add, own, stores) -> None:
    stores.postcodes.replace([Entry("SW1A 1AA", "SE", HERE)])
    made = add(OWNER, details=SHOP, key=key("A"))
    assert (("SE",), HERE) == (made.whereabouts.regions, made.location)


def test_where_letters_of_a_postcode_lie_in_several_regions_all_count(add, own) -> None:
    made = add(OWNER, details=replace(SHOP, postcode=Postcode("CH5 3DU")), key=key("A"))
    assert ("NW", "WAL") == made.whereabouts.regions


def test_the_same_key_adds_them_once_also_when_they_are_gone(add, own, stores) -> None:
    first = add(OWNER, details=SHOP, key=key("A"))
    assert first == add(OWNER, details=SHOP, key=key("A"))
    assert 1 == len(stores.premises.kept)
    stores.premises.save(first.removed(NOON))
    with pytest.raises(PremisesNotFound):
        add(OWNER, details=SHOP, key=key("A"))


def test_who_belongs_to_nobody_adds_none(add, stores) -> None:
    stores.subscribers.add(subscriber("owner"))
    with pytest.raises(OrganisationNotFound):
        add(OWNER, details=SHOP, key=key("A"))
    assert {} == stores.premises.kept
    assert [] == stores.outbox.events


def test_a_postcode_outside_our_regions_is_refused(add, own, stores) -> None:
    with pytest.raises(PostcodeNotCovered):
        add(OWNER, details=replace(SHOP, postcode=Postcode("JE2 3AB")), key=key("A"))
    assert {} == stores.premises.kept


def test_an_organisation_has_so_many_at_most(add, own, stores) -> None:
    for _ in range(MOST_PREMISES - 1):
        stores.premises.add(some_premises(own))
    stores.premises.add(some_premises(own).removed(NOON))
    add(OWNER, details=SHOP, key=key("A"))
    with pytest.raises(TooManyPremises):
        add(OWNER, details=SHOP, key=key("A", "another"))
