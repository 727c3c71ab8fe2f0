"""Whom somebody acts for."""

import pytest

from services.identity.domain.errors import OrganisationNotFound
from services.identity.usecases.get_organisation import GetOrganisation
from tests.fakes.identity import caller, subscriber
from tests.fakes.premises import an_organisation


def test_one_is_shown_ones_own_or_none(unit_of_work, stores) -> None:
    show = GetOrganisation(unit_of_work=unit_of_work)
    own, other = an_organisation(), an_organisation()
    for each in (own, other):
        stores.organisations.add(each)
    stores.subscribers.add(subscriber("owner", organisation_id=own.organisation_id))
    stores.subscribers.add(subscriber("nobody"))
    assert own == show(caller("owner"))
    with pytest.raises(OrganisationNotFound):
        show(caller("nobody"))
