"""Inviting an address to a closed group."""

from dataclasses import replace

import pytest

from kernel.tiers import Tier
from services.identity.domain import group as rules
from services.identity.domain.account_mails import ACCOUNT_MAILS
from services.identity.domain.group_errors import GroupFull, GroupNotFound, TooManyInvited
from services.identity.usecases import invite_to_group
from services.identity.usecases.invite_to_group import InviteToGroup
from services.identity.usecases.send_mails import SendMails
from tests.fakes.groups import DAY, NOON, a_group
from tests.fakes.identity_servers import MemoryMailServer
from tests.unit.identity.grouped import HUB, MEMBER, OWNER, a_house, in_it


@pytest.fixture
def invite(unit_of_work, clock, ids):
    use_case = InviteToGroup(unit_of_work=unit_of_work, clock=clock, ids=ids)

    def invite(group, email, by=OWNER, language="en"):
        return use_case(by, group_id=group.group_id, email=email, language=language)

    return invite


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


def test_nobody_is_mailed_without_end_by_many_who_invite(invite, stores) -> None:
    """Nor is it told: the fourth owner gets the same answer, and the invitation waits."""
    groups = [a_house(stores, code="g0")]
    for number in range(1, 4):
        stores.groups.add(made := a_group(f"g{number}"))
        groups.append(made)
    for group in groups:
        assert invite(group, "one@retail.example") is None
    assert 3 == len(stores.mails.waiting)
    assert 4 == len(stores.groups.invitations_to("one@retail.example", NOON))


def test_whoever_invites_has_a_bound_for_a_day_whatever_they_take_back(
    invite, stores, clock, monkeypatch
) -> None:
    assert 100 == rules.MOST_INVITED_IN_A_DAY
    monkeypatch.setattr(invite_to_group, "MOST_INVITED_IN_A_DAY", 2)
    group = a_house(stores)
    for email in ("a@retail.example", "b@retail.example"):
        invite(group, email)
    for each in list(stores.groups.invited):
        stores.groups.uninvite(each)
    with pytest.raises(TooManyInvited):
        invite(group, "c@retail.example")
    clock.moment += DAY
    invite(group, "c@retail.example")


def test_an_owner_who_is_not_verified_any_more_invites_nobody(invite, stores) -> None:
    group = a_house(stores)
    with pytest.raises(GroupNotFound):
        invite(group, "one@retail.example", replace(OWNER, tier=Tier.REGISTERED))


def test_the_mail_speaks_as_who_has_an_account_does(invite, stores, unit_of_work, clock) -> None:
    group = a_house(stores)
    person = stores.subscribers.get("one")
    stores.subscribers.kept["one"] = person.speaking("cy")
    invite(group, person.profile.email)
    invite(group, "stranger@retail.example", language="cy")
    invite(group, "other@retail.example")
    server = MemoryMailServer()
    SendMails(
        unit_of_work=unit_of_work, mail_server=server, clock=clock, public_url="https://isp.example"
    )()
    said = {each[0]: each[1] for each in server.sent}
    welsh, english = (ACCOUNT_MAILS["group-invited"][each]["subject"] for each in ("cy", "en"))
    assert {
        person.profile.email: welsh,
        "stranger@retail.example": welsh,
        "other@retail.example": english,
    } == said
