"""Showing the closed groups to sponsors."""

from services.identity.usecases.list_groups import ListGroups
from tests.fakes.groups import DAY, NOON, a_group
from tests.unit.identity.grouped import HUB, a_house


def test_a_page_is_newest_first_without_what_is_over(unit_of_work, stores) -> None:
    old = a_house(stores)
    stores.groups.add(new := a_group("venues", created_at=NOON + DAY, owner=None))
    stores.groups.add(a_group("over").ended(NOON))
    list_them = ListGroups(unit_of_work=unit_of_work)
    (first,), following = list_them(HUB, after=None, size=1)
    assert (new, "", 0) == (first.group, first.owner_name, first.size)
    (second,), following = list_them(HUB, after=following, size=1)
    assert (old, "Cafe Owner", 2, ()) == (
        second.group,
        second.owner_name,
        second.size,
        second.members,
    )
    assert following is None
