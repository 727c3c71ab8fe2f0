"""GroupsService: who is in a closed group, through the front."""

from uuid import uuid4

import pytest

from isp.identity.v1 import groups_pb2 as pb
from isp.identity.v1.groups_pb2_grpc import GroupsServiceStub
from kernel.tiers import Tier
from tests.contract.identity.office import key
from tests.contract.identity.test_role_grants import days_ahead
from tests.fakes.identity import MemoryIdentityStores, profile, subscriber
from tests.fakes.serving import Caller, Served, refusal


def known(server: Served, stores: MemoryIdentityStores, name: str) -> Caller:
    caller = server.caller(tier=Tier.VERIFIED)
    person = profile(email=f"{name}@stadium.example")
    stores.subscribers.add(subscriber(caller.subject, tier=Tier.VERIFIED, profile=person))
    return caller


@pytest.fixture
def hub(server: Served, stores: MemoryIdentityStores) -> Caller:
    caller = server.caller("hub-officer")
    stores.subscribers.add(subscriber(caller.subject))
    return caller


@pytest.fixture
def owner(server: Served, stores: MemoryIdentityStores) -> Caller:
    return known(server, stores, "owner")


@pytest.fixture
def one(server: Served, stores: MemoryIdentityStores) -> Caller:
    return known(server, stores, "one")


def a_group(**given: object) -> pb.CreateGroupRequest:
    said = {
        "code": "stadiums",
        "name": "Stadiums",
        "purpose": "Those who look after stadiums.",
        "owner_email": "owner@stadium.example",
        "until": days_ahead(300),
        "idempotency_key": key(),
    }
    return pb.CreateGroupRequest(**said | given)  # type: ignore[arg-type] # as each test says


def test_a_group_is_made_filled_renewed_and_ended(
    groups: GroupsServiceStub,
    stores: MemoryIdentityStores,
    hub: Caller,
    owner: Caller,
    one: Caller,
) -> None:
    made = groups.CreateGroup(a_group(), metadata=hub.metadata).group
    of_it = {"group_id": made.group_id}
    assert (1, False, "Cafe Owner") == (made.size, made.owned, made.owner_name)
    for email in ("one@stadium.example", "nobody@stadium.example"):
        asked = pb.InviteToGroupRequest(email=email, **of_it)
        assert pb.InviteToGroupResponse() == groups.InviteToGroup(asked, metadata=owner.metadata)
    mine = groups.ListMyGroups(pb.ListMyGroupsRequest(), metadata=one.metadata)
    assert ([], "Stadiums", "") == (
        list(mine.groups),
        mine.invitations[0].group_name,
        mine.invitations[0].email,
    )
    yes = pb.AnswerGroupInvitationRequest(
        invitation_id=mine.invitations[0].invitation_id, accept=True
    )
    groups.AnswerGroupInvitation(yes, metadata=one.metadata)
    assert frozenset({"stadiums"}) == stores.subscribers.get(one.subject).closed_groups
    for who, members, invited in ((owner, 2, 1), (hub, 2, 1), (one, 0, 0)):
        seen = groups.GetGroup(pb.GetGroupRequest(**of_it), metadata=who.metadata).group
        assert (2, members, invited) == (seen.size, len(seen.members), len(seen.invitations))
    renewed = groups.RenewGroup(
        pb.RenewGroupRequest(expected_version=1, until=days_ahead(360), owner=one.subject, **of_it),
        metadata=hub.metadata,
    ).group
    assert 2 == renewed.version
    groups.LeaveGroup(pb.LeaveGroupRequest(**of_it), metadata=owner.metadata)
    groups.RemoveGroupMember(
        pb.RemoveGroupMemberRequest(member=seen_invitation(groups, hub, made.group_id), **of_it),
        metadata=one.metadata,
    )
    (listed,) = groups.ListGroups(pb.ListGroupsRequest(), metadata=hub.metadata).groups
    assert ("stadiums", 1, 0) == (listed.code, listed.size, len(listed.members))
    groups.EndGroup(pb.EndGroupRequest(expected_version=2, **of_it), metadata=one.metadata)
    assert frozenset() == stores.subscribers.get(one.subject).closed_groups
    with refusal() as said:
        groups.GetGroup(pb.GetGroupRequest(**of_it), metadata=hub.metadata)
    assert ("NOT_FOUND", "GROUP_NOT_FOUND") == said.status_and_reason


def seen_invitation(groups: GroupsServiceStub, by: Caller, group_id: str) -> str:
    seen = groups.GetGroup(pb.GetGroupRequest(group_id=group_id), metadata=by.metadata).group
    return str(seen.invitations[0].invitation_id)


def test_for_others_a_group_is_as_if_there_were_none(
    groups: GroupsServiceStub, hub: Caller, owner: Caller, one: Caller
) -> None:
    made = groups.CreateGroup(a_group(), metadata=hub.metadata).group
    answers = set()
    for group_id in (made.group_id, str(uuid4())):
        of_it = {"group_id": group_id}
        member = {"member": owner.subject}
        for call, message in (
            (groups.GetGroup, pb.GetGroupRequest(**of_it)),
            (groups.InviteToGroup, pb.InviteToGroupRequest(email="a@b.example", **of_it)),
            (groups.LeaveGroup, pb.LeaveGroupRequest(**of_it)),
            (groups.RemoveGroupMember, pb.RemoveGroupMemberRequest(**of_it, **member)),
            (groups.EndGroup, pb.EndGroupRequest(expected_version=1, **of_it)),
        ):
            with refusal() as said:
                call(message, metadata=one.metadata)
            answers.add((said.status_and_reason, said.said.message))
    assert {"GROUP_NOT_FOUND"} == {reason for (_, reason), _ in answers}
    assert 1 == len(answers), "the same words whether there is one or not"


def test_only_sponsors_make_groups_and_what_is_wrong_is_named(
    server: Served, groups: GroupsServiceStub, hub: Caller, owner: Caller
) -> None:
    for who, reason in (
        (server.caller("editor"), "NOT_PERMITTED"),
        (server.caller("hub-officer", aal2=False), "STEP_UP_REQUIRED"),
    ):
        with refusal() as said:
            groups.CreateGroup(a_group(), metadata=who.metadata)
        assert reason == said.status_and_reason[1]
    bad = {"code": "Ab", "name": "", "purpose": " ", "owner_email": "x", "until": days_ahead(400)}
    with refusal() as said:
        groups.CreateGroup(a_group(**bad), metadata=hub.metadata)
    assert list(bad) == [each.field for each in said.said.violations]
    with refusal() as said:
        groups.InviteToGroup(
            pb.InviteToGroupRequest(group_id=str(uuid4()), email="nobody"), metadata=owner.metadata
        )
    assert ["email"] == [each.field for each in said.said.violations]
    with refusal() as said:
        groups.RenewGroup(pb.RenewGroupRequest(owner="x"), metadata=hub.metadata)
    fields = [each.field for each in said.said.violations]
    assert ["group_id", "expected_version", "until", "owner"] == fields
