"""Members see whether there is a lead, and whether it is them."""

import pytest

from services.identity.domain.errors import OrganisationNotFound
from services.identity.usecases.get_security_lead import GetSecurityLead
from services.identity.usecases.leading import Lead
from services.identity.usecases.take_security_lead import TakeSecurityLead
from tests.unit.identity.leading import ALONE, ONE, TWO, peopled


def test_each_sees_it_as_it_is_for_them(unit_of_work, clock, ids, stores) -> None:
    peopled(stores)
    get = GetSecurityLead(unit_of_work=unit_of_work)
    assert Lead(held=False, mine=False) == get(ONE)
    TakeSecurityLead(unit_of_work=unit_of_work, clock=clock, ids=ids)(ONE)
    assert Lead(held=True, mine=True) == get(ONE)
    assert Lead(held=True, mine=False) == get(TWO)
    with pytest.raises(OrganisationNotFound):
        get(ALONE)
