"""Taking somebody out of a closed group."""

from uuid import UUID, uuid4

import pytest

from services.identity.domain.group import Member
from services.identity.domain.group_errors import GroupNotFound, NotAMember, OwnerStays
from services.identity.usecases.remove_group_member import RemoveGroupMember
from tests.fakes.groups import NOON, a_group, an_invitation
from tests.fakes.identity import caller
from tests.unit.identity.grouped import HUB, MEMBER
from tests.unit.identity.seated import verified

BOSS, ONE = str(uuid4()), str(uuid4())
OWNER = caller(BOSS)


@pytest.fixture
def remove(unit_of_work, clock, ids):
    use_case = RemoveGroupMember(unit_of_work=unit_of_work, clock=clock, ids=ids)

    def _remove(group, member, by=OWNER) -> None:
        use_case(by, group_id=group.group_id, member=UUID(str(member)))

    return _remove


@pytest.fixture
def group(stores):
    stores.groups.add(made := a_group(owner=BOSS))
    for subject in (BOSS, ONE):
        stores.groups.join(Member(group_id=made.group_id, subject=subject, since=NOON))
        stores.subscribers.add(verified(subject, closed_groups=frozenset({made.code})))
    return made


@pytest.mark.parametrize("who", [caller(BOSS), HUB])
def test_owner_and_sponsors_remove(remove, group, stores, who) -> None:
    remove(group, ONE, who)
    assert frozenset() == stores.subscribers.get(ONE).closed_groups
    assert [BOSS] == [each.subject for each in stores.groups.members(group.group_id)]
    assert (who.subject, "identity:remove-from-group") == stores.audit.rows[-1][:2]


def test_an_invitation_is_taken_back(remove, group, stores) -> None:
    stores.groups.invite(waits := an_invitation(group))
    remove(group, waits.invitation_id)
    assert {} == stores.groups.invited


def test_the_owner_stays_and_others_remove_nobody(remove, group) -> None:
    with pytest.raises(OwnerStays):
        remove(group, BOSS, HUB)
    with pytest.raises(GroupNotFound):
        remove(group, ONE, MEMBER)
    with pytest.raises(NotAMember):
        remove(group, uuid4())


def test_an_invitation_of_another_group_is_not_reached(remove, group, stores) -> None:
    stores.groups.add(other := a_group("others"))
    stores.groups.invite(waits := an_invitation(other))
    with pytest.raises(NotAMember):
        remove(group, waits.invitation_id)
    assert [waits] == list(stores.groups.invited.values())
