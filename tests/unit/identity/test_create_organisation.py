"""Making an organisation to act for."""

import pytest

from services.identity.domain.errors import OrganisationHeld
from services.identity.domain.events import OrganisationChanged, PrincipalChanged
from services.identity.usecases.create_organisation import CreateOrganisation
from tests.fakes.identity import caller, key, subscriber


@pytest.fixture
def create(unit_of_work, clock, ids):
    return CreateOrganisation(unit_of_work=unit_of_work, clock=clock, ids=ids)


def test_who_makes_one_belongs_to_it_and_everyone_hears_of_it(create, stores) -> None:
    stores.subscribers.add(subscriber("owner"))
    made = create(caller("owner"), name="Corner Cafe Ltd", key=key("C"))
    person = stores.subscribers.get("owner")
    assert (made.organisation_id, "Corner Cafe Ltd", 2) == (
        person.organisation_id,
        person.profile.organisation_name,
        person.rights_version,
    )
    assert person.profile.sectors == made.sectors
    told, counted = stores.outbox.events[:2], stores.outbox.events[2]
    assert [OrganisationChanged(made), PrincipalChanged(person)] == told
    assert "identity.organisation_created" == counted.metric
    assert ("owner", "identity:create-organisation") == stores.audit.rows[-1][:2]


def test_the_same_key_makes_one(create, stores) -> None:
    stores.subscribers.add(subscriber("owner"))
    first = create(caller("owner"), name="Cafe", key=key("C"))
    assert first == create(caller("owner"), name="Cafe", key=key("C"))
    assert 1 == len(stores.organisations.kept)


def test_who_belongs_to_one_makes_no_other(create, stores) -> None:
    stores.subscribers.add(subscriber("owner"))
    create(caller("owner"), name="Cafe", key=key("C"))
    with pytest.raises(OrganisationHeld):
        create(caller("owner"), name="Cafe", key=key("C", "other"))
    assert 1 == len(stores.organisations.kept)
