"""Letting a role rest again."""

from dataclasses import replace

import pytest

from services.identity.domain.events import PrincipalChanged
from services.identity.domain.role_grant import GrantState
from services.identity.domain.role_grant_errors import RoleGrantNotFound, RoleNotActive
from services.identity.usecases.deactivate_role import DeactivateRole
from tests.fakes.identity import NOON
from tests.fakes.role_grants import a_grant
from tests.unit.identity.granted import HUB, OFFICER, a_house


def test_it_rests_at_once_and_may_be_taken_up_again(unit_of_work, clock, ids, stores) -> None:
    a_house(stores)
    grant = a_grant(eligible=True)
    stores.role_grants.add(active := grant.activated(at=NOON, hours=2, reason="Incident."))
    person = stores.subscribers.get("officer")
    stores.subscribers.add(replace(person, roles=frozenset({"duty-officer"})))
    rest = DeactivateRole(unit_of_work=unit_of_work, clock=clock, ids=ids)
    said = {"grant_id": active.grant_id, "expected_version": active.version}
    with pytest.raises(RoleGrantNotFound):
        rest(HUB, **said)
    after = rest(OFFICER, **said)
    assert (GrantState.GRANTED, None) == (after.state, after.activation)
    person = stores.subscribers.get("officer")
    assert frozenset() == person.roles
    assert PrincipalChanged(person) in stores.outbox.events
    assert ("officer", "identity:deactivate-role") == stores.audit.rows[-1][:2]
    with pytest.raises(RoleNotActive):
        rest(OFFICER, grant_id=after.grant_id, expected_version=after.version)
