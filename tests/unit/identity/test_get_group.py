"""Showing a closed group."""

from dataclasses import replace
from uuid import uuid4

import pytest

from kernel.tiers import Tier
from services.identity.domain.group_errors import GroupNotFound
from services.identity.usecases.get_group import GetGroup
from tests.fakes.groups import NOON, an_invitation
from tests.unit.identity.grouped import HUB, MEMBER, OWNER, STRANGER, a_house


def test_each_sees_what_is_theirs_to_see(unit_of_work, clock, stores, budget) -> None:
    group = a_house(stores)
    stores.groups.invite(waits := an_invitation(group))
    stores.groups.invite(an_invitation(group, "late@retail.example", until=NOON))
    get = GetGroup(unit_of_work=unit_of_work, clock=clock, budget=budget)
    for who, owned in ((OWNER, True), (HUB, False)):
        there = get(who, group_id=group.group_id)
        assert ["member", "owner"] == [each.subject for each in there.members]
        assert ([waits], owned) == (list(there.invitations), there.owned)
    member = get(MEMBER, group_id=group.group_id)
    assert ((), (), 2, "Cafe Owner") == (
        member.members,
        member.invitations,
        member.size,
        member.owner_name,
    )
    for who, which in ((STRANGER, group.group_id), (HUB, uuid4())):
        with pytest.raises(GroupNotFound):
            get(who, group_id=which)


def test_an_owner_who_is_not_verified_any_more_reads_nothing_of_it(
    unit_of_work, clock, stores, budget
) -> None:
    """Also in the second before their tier's end is carried through."""
    group = a_house(stores)
    fallen = replace(OWNER, tier=Tier.REGISTERED)
    get = GetGroup(unit_of_work=unit_of_work, clock=clock, budget=budget)
    there = get(fallen, group_id=group.group_id)
    assert ((), (), False) == (there.members, there.invitations, there.owned)
