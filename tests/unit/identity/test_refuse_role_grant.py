"""Letting another's proposal come to nothing."""

import pytest

from services.identity.domain.role_grant import GrantState
from services.identity.domain.role_grant_errors import GrantNotProposed, SameProposer, SelfGrant
from services.identity.usecases.refuse_role_grant import RefuseRoleGrant
from tests.fakes.identity import caller
from tests.fakes.role_grants import a_proposal
from tests.unit.identity.granted import ADMIN, HUB, a_house


@pytest.fixture
def refuse(unit_of_work, clock, stores):
    a_house(stores)
    use_case = RefuseRoleGrant(unit_of_work=unit_of_work, clock=clock)

    def _refuse(grant, by=ADMIN) -> object:
        said = {"grant_id": grant.grant_id, "expected_version": grant.version}
        return use_case(by, reason="Not on the rota.", **said)

    return _refuse


def test_a_proposal_comes_to_nothing_and_it_is_said_why(refuse, stores) -> None:
    stores.role_grants.add(made := a_proposal())
    after = refuse(made)
    assert (GrantState.REFUSED, "admin", "Not on the rota.") == (
        after.state,
        after.decided_by,
        after.end_reason,
    )
    assert ("admin", "identity:refuse-role") == stores.audit.rows[-1][:2]
    assert frozenset() == stores.subscribers.get("officer").roles
    with pytest.raises(GrantNotProposed):
        refuse(after)


def test_another_refuses(refuse, stores) -> None:
    stores.role_grants.add(made := a_proposal())
    with pytest.raises(SameProposer):
        refuse(made, HUB)
    with pytest.raises(SelfGrant):
        refuse(made, caller("officer", "hub-officer"))
