"""Leaving a closed group."""

import pytest

from services.identity.domain.group_errors import GroupNotFound, OwnerStays
from services.identity.usecases.leave_group import LeaveGroup
from tests.unit.identity.grouped import MEMBER, OWNER, STRANGER, a_house, in_it
from tests.unit.identity.seated import verified


def test_who_leaves_is_out_everywhere_and_the_owner_stays(unit_of_work, clock, ids, stores) -> None:
    group = a_house(stores)
    stores.subscribers.add(verified("stranger"))
    leave = LeaveGroup(unit_of_work=unit_of_work, clock=clock, ids=ids)
    leave(MEMBER, group_id=group.group_id)
    assert {"owner"} == in_it(stores, group)
    assert ("member", "identity:leave-group") == stores.audit.rows[-1][:2]
    with pytest.raises(OwnerStays):
        leave(OWNER, group_id=group.group_id)
    for who in (MEMBER, STRANGER):
        with pytest.raises(GroupNotFound):
            leave(who, group_id=group.group_id)
