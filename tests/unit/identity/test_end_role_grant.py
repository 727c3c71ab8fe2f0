"""Taking a role away."""

from dataclasses import replace

import pytest

from services.identity.domain.events import PrincipalChanged
from services.identity.domain.role_grant import GrantState
from services.identity.domain.role_grant_errors import GrantNotInForce, RoleGrantNotFound
from services.identity.usecases.end_role_grant import EndRoleGrant
from services.identity.usecases.waiting_ports import TaskKind
from tests.fakes.identity import caller
from tests.fakes.role_grants import a_grant, a_proposal
from tests.unit.identity.granted import HUB, OFFICER, a_house


@pytest.fixture
def end(unit_of_work, clock, ids, stores):
    a_house(stores)
    use_case = EndRoleGrant(unit_of_work=unit_of_work, clock=clock, ids=ids)

    def _end(grant, by=HUB) -> object:
        said = {"grant_id": grant.grant_id, "expected_version": grant.version}
        return use_case(by, reason="Left the team.", **said)

    return _end


@pytest.fixture
def held(stores):
    stores.role_grants.add(made := a_grant())
    person = stores.subscribers.get("officer")
    both = frozenset({"duty-officer", "sector-lead"})
    stores.subscribers.add(replace(person, roles=both))
    return made


def test_one_person_is_enough_and_the_other_roles_stay(end, held, stores) -> None:
    after = end(held)
    assert (GrantState.ENDED, "hub", "Left the team.") == (
        after.state,
        after.ended_by,
        after.end_reason,
    )
    person = stores.subscribers.get("officer")
    assert frozenset({"sector-lead"}) == person.roles
    assert PrincipalChanged(person) in stores.outbox.events
    assert [TaskKind.SYNC] == [each.what.kind for each in stores.tasks.waiting], "the realm hears"
    assert ["role-ended"] == [each.what.template for each in stores.mails.waiting]
    assert ("hub", "identity:end-role") == stores.audit.rows[-1][:2]
    with pytest.raises(GrantNotInForce):
        end(after)


def test_who_holds_it_may_give_it_up(end, held, stores) -> None:
    assert GrantState.ENDED is end(held, OFFICER).state
    assert frozenset({"sector-lead"}) == stores.subscribers.get("officer").roles


def test_for_anybody_else_there_is_no_such_grant(end, held, stores) -> None:
    for stranger in (caller("stranger"), caller("editor", "editor", "verification-officer")):
        with pytest.raises(RoleGrantNotFound):
            end(held, stranger)
    assert held == stores.role_grants.get(held.grant_id)


def test_a_proposal_is_not_ended(end, stores) -> None:
    stores.role_grants.add(made := a_proposal())
    with pytest.raises(GrantNotInForce):
        end(made)
