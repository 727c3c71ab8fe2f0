"""Taking up a role for some hours."""

from datetime import timedelta

import pytest

from services.identity.domain.events import PrincipalChanged
from services.identity.domain.role_grant_errors import (
    GrantNotInForce,
    NotEligible,
    RoleActive,
    RoleGrantNotFound,
)
from services.identity.usecases.activate_role import ActivateRole
from tests.fakes.identity import NOON
from tests.fakes.role_grants import DAY, a_grant, a_proposal
from tests.unit.identity.granted import HUB, OFFICER, a_house

HOUR = timedelta(hours=1)


@pytest.fixture
def activate(unit_of_work, clock, ids, stores):
    a_house(stores)
    use_case = ActivateRole(unit_of_work=unit_of_work, clock=clock, ids=ids)

    def _activate(grant, by=OFFICER, hours=2) -> object:
        said = {"grant_id": grant.grant_id, "expected_version": grant.version}
        return use_case(by, hours=hours, reason="An incident.", **said)

    return _activate


def test_the_role_is_there_for_the_hours_and_it_is_said_why(activate, stores) -> None:
    stores.role_grants.add(made := a_grant(eligible=True))
    after = activate(made)
    assert (NOON + 2 * HOUR, "An incident.") == (after.activation.until, after.activation.reason)
    assert NOON + 2 * HOUR == after.due_at
    person = stores.subscribers.get("officer")
    assert frozenset({"duty-officer"}) == person.roles
    assert PrincipalChanged(person) in stores.outbox.events
    who, what, _, _, detail = stores.audit.rows[-1]
    assert ("officer", "identity:activate-role", "An incident.") == (who, what, detail["reason"])
    with pytest.raises(RoleActive):
        activate(after)


def test_never_longer_than_the_role_allows_nor_than_the_grant_lasts(activate, stores) -> None:
    stores.role_grants.add(admin := a_grant(role="platform-admin", eligible=True))
    assert NOON + 4 * HOUR == activate(admin, hours=8).activation.until
    stores.role_grants.add(short := a_grant(eligible=True, until=NOON + HOUR))
    assert NOON + HOUR == activate(short, hours=8).activation.until


def test_only_ones_own_that_is_in_force_and_meant_for_it(activate, stores, clock) -> None:
    stores.role_grants.add(made := a_grant(eligible=True))
    with pytest.raises(RoleGrantNotFound):
        activate(made, HUB)
    stores.role_grants.add(waits := a_proposal(role="editor", eligible=True))
    with pytest.raises(GrantNotInForce):
        activate(waits)
    stores.role_grants.add(always := a_grant(role="alert-approver"))
    with pytest.raises(NotEligible):
        activate(always)
    clock.moment = NOON + 365 * DAY
    with pytest.raises(GrantNotInForce):
        activate(made)
