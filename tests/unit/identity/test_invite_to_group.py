"""Inviting an address to a closed group."""

import pytest

from services.identity.domain import group as rules
from services.identity.domain.group_errors import GroupFull, GroupNotFound
from services.identity.usecases import invite_to_group
from services.identity.usecases.invite_to_group import InviteToGroup
from tests.fakes.groups import DAY, NOON
from tests.unit.identity.grouped import HUB, MEMBER, OWNER, a_house, in_it


@pytest.fixture
def invite(unit_of_work, clock, ids):
    use_case = InviteToGroup(unit_of_work=unit_of_work, clock=clock, ids=ids)
    return lambda group, email, by=OWNER: use_case(by, group_id=group.group_id, email=email)


def test_the_same_is_done_whether_or_not_anybody_has_an_account(invite, stores) -> None:
    group = a_house(stores)
    for email in ("one@retail.example", "nobody@retail.example"):
        assert invite(group, email) is None
    waiting = stores.groups.invitations(group.group_id, NOON)
    assert {NOON + 14 * DAY} == {each.until for each in waiting}
    mails = [each.what for each in stores.mails.waiting]
    assert {"one@retail.example", "nobody@retail.example"} == {each.to for each in mails}
    assert {("group-invited", "en", "Stadiums")} == {
        (each.template, each.language, each.variables["group"]) for each in mails
    }
    assert {"owner", "member"} == in_it(stores, group), "nobody is in it by being invited"


def test_an_address_is_not_mailed_twice(invite, stores) -> None:
    group = a_house(stores)
    invite(group, "one@retail.example")
    invite(group, "ONE@retail.example")
    assert 1 == len(stores.mails.waiting) == len(stores.groups.invited)


def test_only_its_owner_invites(invite, stores) -> None:
    group = a_house(stores)
    for who in (MEMBER, HUB):
        with pytest.raises(GroupNotFound):
            invite(group, "one@retail.example", who)


def test_a_group_has_a_bound(invite, stores, monkeypatch) -> None:
    assert 500 == rules.MOST
    monkeypatch.setattr(invite_to_group, "MOST", 3)
    group = a_house(stores)
    invite(group, "one@retail.example")
    with pytest.raises(GroupFull):
        invite(group, "two@retail.example")


def test_nobody_is_invited_after_the_end(invite, stores, clock) -> None:
    group = a_house(stores)
    clock.moment = group.until
    with pytest.raises(GroupNotFound):
        invite(group, "one@retail.example")
