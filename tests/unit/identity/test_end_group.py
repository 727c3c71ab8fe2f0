"""Ending a closed group."""

import pytest

from chassis.errors import StaleVersion
from services.identity.domain.group_errors import GroupNotFound
from services.identity.usecases.end_group import EndGroup
from tests.unit.identity.grouped import HUB, MEMBER, OWNER, a_house, in_it


@pytest.mark.parametrize("who", [OWNER, HUB])
def test_everybody_is_out_everywhere(unit_of_work, clock, ids, stores, who) -> None:
    group = a_house(stores)
    end = EndGroup(unit_of_work=unit_of_work, clock=clock, ids=ids)
    with pytest.raises(GroupNotFound):
        end(MEMBER, group_id=group.group_id, expected_version=1)
    with pytest.raises(StaleVersion):
        end(who, group_id=group.group_id, expected_version=2)
    end(who, group_id=group.group_id, expected_version=1)
    assert set() == in_it(stores, group)
    assert 2 == stores.audit.rows[-1][4]["members"]
    with pytest.raises(GroupNotFound):
        end(who, group_id=group.group_id, expected_version=2)
