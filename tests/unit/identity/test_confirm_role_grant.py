"""Giving a role that another proposed."""

from dataclasses import replace
from uuid import uuid4

import pytest

from chassis.errors import StaleVersion
from services.identity.domain.errors import AccountsUnavailable
from services.identity.domain.events import PrincipalChanged
from services.identity.domain.passkey import Passkey
from services.identity.domain.role_grant import GrantState
from services.identity.domain.role_grant_errors import (
    GrantNotProposed,
    ProposerUnfit,
    RoleGrantNotFound,
    RoleNotYours,
    SameProposer,
    SecondFactorMissing,
    SelfGrant,
    UnfitForRole,
)
from services.identity.usecases.confirm_role_grant import ConfirmRoleGrant
from services.identity.usecases.waiting_ports import TaskKind
from tests.fakes.identity import NOON, SUSPENDED, caller, subscriber
from tests.fakes.role_grants import DAY, a_grant, a_proposal
from tests.unit.identity.granted import ADMIN, HUB, a_house
from tests.unit.identity.seated import verified


@pytest.fixture
def confirm(unit_of_work, clock, ids, stores, accounts):
    a_house(stores)
    accounts.second_factors.add("officer")
    use_case = ConfirmRoleGrant(unit_of_work=unit_of_work, accounts=accounts, clock=clock, ids=ids)

    def _confirm(grant, by=ADMIN, version=None) -> object:
        return use_case(by, grant_id=grant.grant_id, expected_version=version or grant.version)

    return _confirm


@pytest.fixture
def proposal(stores):
    stores.role_grants.add(made := a_proposal())
    return made


def test_the_word_of_a_second_person_gives_the_role_everywhere(confirm, proposal, stores) -> None:
    after = confirm(proposal)
    assert (GrantState.GRANTED, "hub", "admin") == (
        after.state,
        after.proposed_by,
        after.decided_by,
    )
    person = stores.subscribers.get("officer")
    assert (frozenset({"duty-officer"}), 2) == (person.roles, person.rights_version)
    assert PrincipalChanged(person) in stores.outbox.events
    assert [TaskKind.SYNC] == [each.what.kind for each in stores.tasks.waiting]
    assert "identity:confirm-role" == stores.audit.rows[-1][1]
    assert ["role-granted"] == [each.what.template for each in stores.mails.waiting]


def test_neither_who_proposed_it_nor_who_is_to_hold_it_decides(confirm, proposal, stores) -> None:
    with pytest.raises(SameProposer):
        confirm(proposal, HUB)
    with pytest.raises(SelfGrant):
        confirm(proposal, caller("officer", "platform-admin"))
    assert frozenset() == stores.subscribers.get("officer").roles
    assert [] == stores.audit.rows


@pytest.mark.parametrize("role", ["platform-admin", "hub-officer", "verification-officer"])
def test_the_strongest_roles_need_the_word_of_an_administrator(confirm, stores, role) -> None:
    stores.role_grants.add(made := a_proposal(role=role))
    with pytest.raises(RoleNotYours):
        confirm(made, caller("hub2", "hub-officer"))
    assert GrantState.GRANTED is confirm(made).state


def test_a_strong_role_needs_a_second_factor_or_a_passkey(
    confirm, proposal, stores, accounts
) -> None:
    accounts.second_factors.clear()
    with pytest.raises(SecondFactorMissing):
        confirm(proposal)
    passkey = {"passkey_id": uuid4(), "subject": "officer", "name": "Key", "sign_count": 0}
    stores.passkeys.add(
        Passkey(credential_id=b"id", public_key=b"key", registered_at=NOON, **passkey)
    )
    assert GrantState.GRANTED is confirm(proposal).state
    stores.role_grants.add(weak := a_proposal(role="analyst"))
    accounts.away = True
    assert GrantState.GRANTED is confirm(weak).state, "nobody is asked about a weak one"


def test_while_keycloak_is_away_nothing_strong_is_given(confirm, proposal, accounts) -> None:
    accounts.away = True
    with pytest.raises(AccountsUnavailable):
        confirm(proposal)


@pytest.mark.parametrize(
    "proposer", [{"roles": frozenset()}, {"standing": SUSPENDED}, {"roles": frozenset({"editor"})}]
)
def test_who_proposed_it_must_still_be_one_who_may(confirm, proposal, stores, proposer) -> None:
    there = stores.subscribers.get("hub")
    stores.subscribers.add(replace(there, **proposer))
    with pytest.raises(ProposerUnfit):
        confirm(proposal)


def test_a_proposer_who_is_gone_proposes_nothing(confirm, proposal, stores) -> None:
    del stores.subscribers.kept["hub"]
    with pytest.raises(ProposerUnfit):
        confirm(proposal)


def test_the_person_must_still_be_fit(confirm, proposal, stores) -> None:
    stores.subscribers.add(verified("officer", standing=SUSPENDED))
    with pytest.raises(UnfitForRole):
        confirm(proposal)


def test_only_what_waits_is_confirmed_and_not_for_ever(confirm, proposal, stores, clock) -> None:
    with pytest.raises(StaleVersion):
        confirm(proposal, version=9)
    with pytest.raises(RoleGrantNotFound):
        confirm(a_proposal())
    stores.subscribers.add(subscriber("b", tier=stores.subscribers.get("officer").tier))
    stores.role_grants.add(held := a_grant("b", role="analyst"))
    with pytest.raises(GrantNotProposed):
        confirm(held)
    clock.moment = NOON + 7 * DAY
    with pytest.raises(GrantNotProposed):
        confirm(proposal)


def test_an_eligible_role_is_no_right_until_it_is_activated(confirm, stores) -> None:
    stores.role_grants.add(made := a_proposal(eligible=True))
    confirm(made)
    assert frozenset() == stores.subscribers.get("officer").roles


def test_a_short_grant_is_not_announced_to_end_as_it_begins(confirm, stores) -> None:
    stores.role_grants.add(made := a_proposal(until=NOON + 5 * DAY))
    after = confirm(made)
    assert (7, NOON + 5 * DAY) == (after.warned, after.due_at)
