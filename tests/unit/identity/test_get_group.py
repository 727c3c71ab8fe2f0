"""Showing a closed group."""

from dataclasses import replace
from uuid import uuid4

import pytest

from kernel.tiers import Tier
from services.identity.domain.directory_errors import RecordBudgetSpent
from services.identity.domain.group import Member
from services.identity.domain.group_errors import GroupNotFound
from services.identity.usecases.get_group import GetGroup
from services.identity.usecases.record_budget import BUDGET
from tests.fakes.groups import NOON, a_group, an_invitation
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


def test_a_large_group_comes_in_pages_and_who_is_shown_alone_is_counted(
    unit_of_work, clock, stores, budget
) -> None:
    """Who reads the first page of 500 has not read 500 records, and is not frozen."""
    stores.groups.add(group := a_group(owner="owner"))
    people = sorted(str(uuid4()) for _ in range(500))
    for subject in people:
        stores.groups.join(Member(group_id=group.group_id, subject=subject, since=NOON))
    usual = replace(budget, budget=BUDGET)
    get = GetGroup(unit_of_work=unit_of_work, clock=clock, budget=usual)
    first = get(HUB, group_id=group.group_id)
    assert (people[:20], 500) == ([each.subject for each in first.members], first.size)
    stores.groups.invite(an_invitation(group))
    second = get(HUB, group_id=group.group_id, after=first.following, size=100)
    assert people[20:120] == [each.subject for each in second.members]
    assert [] == list(second.invitations)
    with pytest.raises(RecordBudgetSpent):
        get(HUB, group_id=group.group_id, after=second.following, size=100)


def test_the_last_page_says_that_it_is(unit_of_work, clock, stores, budget) -> None:
    stores.groups.add(group := a_group(owner="owner"))
    for _ in range(40):
        stores.groups.join(Member(group_id=group.group_id, subject=str(uuid4()), since=NOON))
    usual = replace(budget, budget=BUDGET)
    get = GetGroup(unit_of_work=unit_of_work, clock=clock, budget=usual)
    first = get(HUB, group_id=group.group_id)
    assert first.following is not None
    assert get(HUB, group_id=group.group_id, after=first.following).following is None
