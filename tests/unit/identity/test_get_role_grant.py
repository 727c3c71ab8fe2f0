"""Showing one grant of a role."""

from uuid import uuid4

import pytest

from services.identity.domain.role_grant_errors import RoleGrantNotFound
from services.identity.usecases.get_role_grant import GetRoleGrant
from tests.fakes.role_grants import a_grant
from tests.unit.identity.granted import HUB, a_house


def test_a_grant_is_shown_with_those_who_are_named(unit_of_work, stores, budget) -> None:
    a_house(stores)
    stores.role_grants.add(made := a_grant())
    get = GetRoleGrant(unit_of_work=unit_of_work, budget=budget)
    grant, people = get(HUB, grant_id=made.grant_id)
    assert (made, {"officer", "hub", "admin"}) == (grant, set(people))
    with pytest.raises(RoleGrantNotFound):
        get(HUB, grant_id=uuid4())
