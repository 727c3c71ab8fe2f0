"""Proposing that somebody holds a role."""

import pytest

from kernel.idempotency import RequestKey
from kernel.tiers import Tier
from services.identity.domain.errors import SubscriberNotFound
from services.identity.domain.role_grant import GrantState
from services.identity.domain.role_grant_errors import (
    GrantThere,
    RoleNotYours,
    SelfGrant,
    UnfitForRole,
)
from services.identity.usecases.propose_role_grant import ProposeRoleGrant
from tests.fakes.identity import NOON, SUSPENDED, caller, key
from tests.fakes.role_grants import DAY, a_grant
from tests.unit.identity.granted import ADMIN, HUB, a_house
from tests.unit.identity.seated import verified


@pytest.fixture
def propose(unit_of_work, clock, ids, stores):
    a_house(stores)
    use_case = ProposeRoleGrant(unit_of_work=unit_of_work, clock=clock, ids=ids)

    def _propose(by=HUB, **given) -> object:
        said = {
            "email": "officer@retail.example",
            "role": "duty-officer",
            "reason": "On the rota.",
            "until": NOON + 365 * DAY,
            "eligible": False,
            "key": key("ProposeRoleGrant"),
        }
        return use_case(by, **said | given)

    return _propose


def test_a_proposal_gives_no_right_and_is_on_record(propose, stores) -> None:
    made = propose()
    assert (GrantState.PROPOSED, "hub", "officer") == (made.state, made.proposed_by, made.subject)
    assert frozenset() == stores.subscribers.get("officer").roles
    assert made == stores.role_grants.get(made.grant_id)
    said = ("hub", "identity:propose-role", stores.audit.name_of("officer"))
    assert said == stores.audit.rows[-1][:3]
    assert made == propose(), "the same key gives the same proposal"


def test_nobody_proposes_a_role_for_themselves(propose, stores) -> None:
    stores.subscribers.add(verified("hub", roles=frozenset({"hub-officer"})))
    with pytest.raises(SelfGrant):
        propose(email="hub@retail.example")
    assert {} == stores.role_grants.kept


@pytest.mark.parametrize("role", ["duty-officer", "platform-admin"])
def test_only_the_roles_of_the_table_propose(propose, role: str) -> None:
    with pytest.raises(RoleNotYours):
        propose(caller("editor", "editor", "regional-coordinator"), role=role)


@pytest.mark.parametrize("role", ["regional-coordinator", "sector-lead", "security-lead"])
def test_roles_of_seats_and_organisations_are_not_granted(propose, role: str) -> None:
    with pytest.raises(RoleNotYours):
        propose(ADMIN, role=role)


@pytest.mark.parametrize("unfit", [{"tier": Tier.REGISTERED}, {"standing": SUSPENDED}])
def test_only_a_verified_account_in_use_will_do(propose, stores, unfit) -> None:
    stores.subscribers.add(verified("other", **unfit))
    with pytest.raises(UnfitForRole):
        propose(email="other@retail.example")


def test_an_analyst_need_not_be_verified(propose, stores) -> None:
    stores.subscribers.add(verified("other", tier=Tier.REGISTERED))
    assert "other" == propose(email="other@retail.example", role="analyst").subject


def test_a_role_that_is_held_or_proposed_is_not_proposed_again(propose, stores) -> None:
    stores.role_grants.add(a_grant())
    with pytest.raises(GrantThere):
        propose()
    with pytest.raises(SubscriberNotFound):
        propose(
            email="nobody@retail.example",
            key=RequestKey(rpc="ProposeRoleGrant", key="other", body_digest=b"2" * 32),
        )
