"""One of an organisation leads its security, and everyone hears of it."""

import pytest

from services.identity.domain.errors import OrganisationNotFound, SecurityLeadHeld
from services.identity.domain.events import PrincipalChanged
from services.identity.usecases.leading import Lead
from services.identity.usecases.take_security_lead import TakeSecurityLead
from services.identity.usecases.waiting_ports import TaskKind
from tests.unit.identity.leading import ALONE, ONE, TWO, peopled


@pytest.fixture
def take(unit_of_work, clock, ids, stores):
    peopled(stores)
    return TakeSecurityLead(unit_of_work=unit_of_work, clock=clock, ids=ids)


def test_the_role_comes_with_the_next_version_of_rights(take, stores) -> None:
    assert Lead(held=True, mine=True) == take(ONE)
    person = stores.subscribers.get("one")
    assert ({"security-lead"}, 2) == (person.roles, person.rights_version)
    assert PrincipalChanged(person) in stores.outbox.events
    assert [TaskKind.SYNC] == [each.what.kind for each in stores.tasks.waiting]
    events = list(stores.outbox.events)
    assert Lead(held=True, mine=True) == take(ONE)
    assert events == stores.outbox.events


def test_one_at_a_time_but_for_whose_account_is_stopped(take, stores, clock) -> None:
    take(ONE)
    with pytest.raises(SecurityLeadHeld):
        take(TWO)
    stores.subscribers.save(stores.subscribers.get("one").suspended(by="officer", at=clock.now()))
    assert take(TWO).mine


def test_who_belongs_to_none_leads_none(take, stores) -> None:
    with pytest.raises(OrganisationNotFound):
        take(ALONE)
    assert frozenset() == stores.subscribers.get("alone").roles
