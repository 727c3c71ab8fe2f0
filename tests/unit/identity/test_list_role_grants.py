"""Showing the grants of roles."""

from services.identity.domain.role_grant import GrantState
from services.identity.usecases.list_role_grants import ListRoleGrants
from tests.fakes.role_grants import DAY, NOON, a_grant, a_proposal
from tests.unit.identity.granted import HUB, a_house


def test_a_page_is_newest_first_with_those_who_are_named(unit_of_work, stores, budget) -> None:
    a_house(stores)
    old = a_grant()
    new = a_proposal("gone", proposed_at=NOON + DAY)
    over = a_grant("hub", state=GrantState.ENDED, proposed_at=NOON + 2 * DAY)
    for each in (old, new, over):
        stores.role_grants.add(each)
    list_them = ListRoleGrants(unit_of_work=unit_of_work, budget=budget)
    found, people, following = list_them(HUB, over_too=False, after=None, size=1)
    assert ([new], {"hub"}) == (list(found), set(people)), "who is erased is named no more"
    found, people, following = list_them(HUB, over_too=False, after=following, size=1)
    assert ([old], {"hub", "admin", "officer"}) == (list(found), set(people))
    assert following is None
    assert [over, new, old] == list(list_them(HUB, over_too=True, after=None, size=9)[0])
