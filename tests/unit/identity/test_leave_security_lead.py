"""Whoever leads may leave, and another may follow."""

import pytest

from services.identity.domain.errors import OrganisationNotFound
from services.identity.usecases.leading import Lead
from services.identity.usecases.leave_security_lead import LeaveSecurityLead
from services.identity.usecases.take_security_lead import TakeSecurityLead
from tests.unit.identity.leading import ALONE, ONE, TWO, peopled


def test_the_role_goes_and_another_may_take_it(unit_of_work, clock, ids, stores) -> None:
    peopled(stores)
    built = {"unit_of_work": unit_of_work, "clock": clock, "ids": ids}
    take, leave = TakeSecurityLead(**built), LeaveSecurityLead(**built)
    take(ONE)
    assert Lead(held=True, mine=False) == leave(TWO)  # who does not lead changes nothing
    assert Lead(held=False, mine=False) == leave(ONE)
    assert frozenset() == stores.subscribers.get("one").roles
    events = list(stores.outbox.events)
    leave(ONE)
    assert events == stores.outbox.events
    assert take(TWO).mine
    with pytest.raises(OrganisationNotFound):
        leave(ALONE)
