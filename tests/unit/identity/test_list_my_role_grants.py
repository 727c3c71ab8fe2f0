"""Showing somebody what they hold."""

from services.identity.usecases.list_my_role_grants import ListMyRoleGrants
from tests.fakes.role_grants import a_grant, a_proposal
from tests.unit.identity.granted import OFFICER


def test_one_sees_what_one_holds_and_no_proposal(unit_of_work, stores) -> None:
    """A proposal that is refused must not have been known."""
    mine = a_grant()
    for each in (mine, a_proposal(role="analyst"), a_grant("other")):
        stores.role_grants.add(each)
    assert [mine] == list(ListMyRoleGrants(unit_of_work=unit_of_work)(OFFICER))
