"""Taking back a proposal of one's own."""

import pytest

from services.identity.domain.role_grant import GrantState
from services.identity.domain.role_grant_errors import GrantNotProposed, NotProposer
from services.identity.usecases.withdraw_role_grant import WithdrawRoleGrant
from tests.fakes.role_grants import a_grant, a_proposal
from tests.unit.identity.granted import ADMIN, HUB, a_house


@pytest.fixture
def withdraw(unit_of_work, clock, stores):
    a_house(stores)
    use_case = WithdrawRoleGrant(unit_of_work=unit_of_work, clock=clock)
    return lambda grant, by=HUB: use_case(
        by, grant_id=grant.grant_id, expected_version=grant.version
    )


def test_who_proposed_it_takes_it_back_and_nobody_else_does(withdraw, stores) -> None:
    stores.role_grants.add(made := a_proposal())
    with pytest.raises(NotProposer):
        withdraw(made, ADMIN)
    assert GrantState.WITHDRAWN is withdraw(made).state
    assert ("hub", "identity:withdraw-role") == stores.audit.rows[-1][:2]


def test_what_was_given_is_ended_and_not_taken_back(withdraw, stores) -> None:
    stores.role_grants.add(made := a_grant())
    with pytest.raises(GrantNotProposed):
        withdraw(made)
