"""Giving a closed group a later end."""

import pytest

from chassis.errors import StaleVersion
from services.identity.domain.group_errors import GroupNotFound, NotAMember, OwnGroup
from services.identity.usecases.renew_group import RenewGroup
from tests.fakes.groups import DAY
from tests.fakes.identity import caller
from tests.unit.identity.grouped import HUB, a_house

LATER = caller("later", "regional-coordinator")


@pytest.fixture
def renew(unit_of_work, clock):
    use_case = RenewGroup(unit_of_work=unit_of_work, clock=clock)

    def _renew(group, by=LATER, owner=None, version=None) -> object:
        return use_case(
            by,
            group_id=group.group_id,
            expected_version=version or group.version,
            until=group.until + 300 * DAY,
            owner=owner,
        ).group

    return _renew


def test_who_renews_sponsors_it_and_is_told_anew(renew, stores) -> None:
    group = a_house(stores, warned=7)
    after = renew(group)
    assert (group.until + 300 * DAY, "later", "owner", None) == (
        after.until,
        after.sponsor,
        after.owner,
        after.warned,
    )
    assert after == stores.groups.get(group.group_id)
    assert ("later", "identity:renew-group") == stores.audit.rows[-1][:2]


def test_another_member_may_own_it_and_nobody_else(renew, stores) -> None:
    group = a_house(stores)
    with pytest.raises(NotAMember):
        renew(group, owner="hub")
    assert "member" == renew(group, owner="member").owner


def test_nobody_renews_what_they_own(renew, stores) -> None:
    group = a_house(stores)
    with pytest.raises(OwnGroup):
        renew(group, caller("owner", "hub-officer"))
    with pytest.raises(OwnGroup):
        renew(group, caller("member", "hub-officer"), owner="member")


def test_only_what_is_there_as_it_was_read(renew, stores, clock) -> None:
    group = a_house(stores)
    with pytest.raises(StaleVersion):
        renew(group, version=9)
    clock.moment = group.until
    with pytest.raises(GroupNotFound):
        renew(group, HUB)
