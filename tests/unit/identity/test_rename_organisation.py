"""An admin says the organisation's name anew."""

import pytest

from chassis.errors import StaleVersion
from services.identity.domain.events import OrganisationChanged
from services.identity.domain.membership_errors import NotOrganisationAdmin
from services.identity.usecases.rename_organisation import RenameOrganisation
from tests.unit.identity.membership import ADMIN, HALL, MEMBER, peopled


def test_everyone_of_it_bears_the_new_name(unit_of_work, clock, stores) -> None:
    peopled(stores)
    rename = RenameOrganisation(unit_of_work=unit_of_work, clock=clock)
    with pytest.raises(NotOrganisationAdmin):
        rename(MEMBER, name="New Hall", expected_version=1)
    renamed = rename(ADMIN, name="New Hall", expected_version=1)
    assert ("New Hall", 2) == (renamed.name, renamed.version)
    assert OrganisationChanged(renamed) in stores.outbox.events
    assert "New Hall" == stores.subscribers.get(MEMBER.subject).profile.organisation_name
    with pytest.raises(StaleVersion):
        rename(ADMIN, name="Newer Hall", expected_version=1)
    assert renamed == rename(ADMIN, name="New Hall", expected_version=2)
    assert renamed == stores.organisations.get(HALL)
