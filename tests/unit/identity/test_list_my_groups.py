"""Showing somebody their closed groups."""

from dataclasses import replace

from services.identity.usecases.list_my_groups import ListMyGroups
from tests.fakes.groups import NOON, a_group, an_invitation
from tests.fakes.identity import caller
from tests.unit.identity.grouped import MEMBER, a_house


def test_one_sees_ones_groups_and_who_asks_one_in(unit_of_work, clock, stores) -> None:
    group = a_house(stores)
    stores.groups.invite(waits := an_invitation(group, "ONE@retail.example"))
    stores.groups.add(over := a_group("over").ended(NOON))
    stores.groups.invite(an_invitation(over))
    stores.groups.invite(replace(an_invitation(group, "two@retail.example"), until=NOON))
    mine = ListMyGroups(unit_of_work=unit_of_work, clock=clock)
    groups, asked = mine(MEMBER)
    assert ([group], []) == ([each.group for each in groups], list(asked))
    groups, asked = mine(caller("one"))
    assert ([], [(waits, group)]) == (list(groups), list(asked))
