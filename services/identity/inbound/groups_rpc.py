"""The RPCs of closed groups: each translates, calls its use case, translates back."""

from collections.abc import Callable
from dataclasses import dataclass

import grpc
from google.protobuf.descriptor import ServiceDescriptor

from chassis.calls import caller
from chassis.requests import id_from, page_size_from, place_from, token_of, version_from
from isp.identity.v1 import groups_pb2 as pb
from isp.identity.v1 import groups_pb2_grpc
from kernel.ports import Clock
from services.identity.inbound.groups_translate import (
    group_to_pb,
    invitation_to_pb,
    invited_from,
    new_group_from,
    renewal_from,
)
from services.identity.usecases.answer_group_invitation import AnswerGroupInvitation
from services.identity.usecases.create_group import CreateGroup
from services.identity.usecases.end_group import EndGroup
from services.identity.usecases.get_group import GetGroup
from services.identity.usecases.invite_to_group import InviteToGroup
from services.identity.usecases.leave_group import LeaveGroup
from services.identity.usecases.list_groups import ListGroups
from services.identity.usecases.list_my_groups import ListMyGroups
from services.identity.usecases.remove_group_member import RemoveGroupMember
from services.identity.usecases.renew_group import RenewGroup


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupsServicer(groups_pb2_grpc.GroupsServiceServicer):
    """isp.identity.v1.GroupsService."""

    create_group: CreateGroup
    list_groups: ListGroups
    get_group: GetGroup
    list_my_groups: ListMyGroups
    invite_to_group: InviteToGroup
    answer_group_invitation: AnswerGroupInvitation
    leave_group: LeaveGroup
    remove_group_member: RemoveGroupMember
    renew_group: RenewGroup
    end_group: EndGroup
    clock: Clock

    def CreateGroup(
        self, request: pb.CreateGroupRequest, context: grpc.ServicerContext
    ) -> pb.CreateGroupResponse:
        """Make a group."""
        said = new_group_from(request, self.clock.now())
        made = self.create_group(caller(context), **said)
        there = self.get_group(caller(context), group_id=made.group_id, counted=False)
        return pb.CreateGroupResponse(group=group_to_pb(there))

    def ListGroups(
        self, request: pb.ListGroupsRequest, context: grpc.ServicerContext
    ) -> pb.ListGroupsResponse:
        """Show the groups to who may sponsor."""
        after, size = place_from(request.page_token), page_size_from(request.page_size)
        found, following = self.list_groups(caller(context), after=after, size=size)
        shown = [group_to_pb(each) for each in found]
        return pb.ListGroupsResponse(groups=shown, next_page_token=token_of(following))

    def GetGroup(
        self, request: pb.GetGroupRequest, context: grpc.ServicerContext
    ) -> pb.GetGroupResponse:
        """Show a group."""
        group_id = id_from("group_id", request.group_id)
        after, size = place_from(request.page_token), page_size_from(request.page_size)
        there = self.get_group(caller(context), group_id=group_id, after=after, size=size)
        following = token_of(there.following)
        return pb.GetGroupResponse(group=group_to_pb(there), next_page_token=following)

    def ListMyGroups(
        self, request: pb.ListMyGroupsRequest, context: grpc.ServicerContext
    ) -> pb.ListMyGroupsResponse:
        """Show the caller's groups."""
        groups, asked = self.list_my_groups(caller(context))
        return pb.ListMyGroupsResponse(
            groups=map(group_to_pb, groups),
            invitations=[invitation_to_pb(each, group) for each, group in asked],
        )

    def InviteToGroup(
        self, request: pb.InviteToGroupRequest, context: grpc.ServicerContext
    ) -> pb.InviteToGroupResponse:
        """Invite an address."""
        group_id, (email, language) = id_from("group_id", request.group_id), invited_from(request)
        self.invite_to_group(caller(context), group_id=group_id, email=email, language=language)
        return pb.InviteToGroupResponse()

    def AnswerGroupInvitation(
        self, request: pb.AnswerGroupInvitationRequest, context: grpc.ServicerContext
    ) -> pb.AnswerGroupInvitationResponse:
        """Join, or decline."""
        asked = id_from("invitation_id", request.invitation_id)
        self.answer_group_invitation(caller(context), invitation_id=asked, accept=request.accept)
        return pb.AnswerGroupInvitationResponse()

    def LeaveGroup(
        self, request: pb.LeaveGroupRequest, context: grpc.ServicerContext
    ) -> pb.LeaveGroupResponse:
        """Leave."""
        group_id = id_from("group_id", request.group_id)
        self.leave_group(caller(context), group_id=group_id)
        return pb.LeaveGroupResponse()

    def RemoveGroupMember(
        self, request: pb.RemoveGroupMemberRequest, context: grpc.ServicerContext
    ) -> pb.RemoveGroupMemberResponse:
        """Remove somebody."""
        group_id, member = id_from("group_id", request.group_id), id_from("member", request.member)
        self.remove_group_member(caller(context), group_id=group_id, member=member)
        return pb.RemoveGroupMemberResponse()

    def RenewGroup(
        self, request: pb.RenewGroupRequest, context: grpc.ServicerContext
    ) -> pb.RenewGroupResponse:
        """Renew a group."""
        said = renewal_from(request, self.clock.now())
        return pb.RenewGroupResponse(group=group_to_pb(self.renew_group(caller(context), **said)))

    def EndGroup(
        self, request: pb.EndGroupRequest, context: grpc.ServicerContext
    ) -> pb.EndGroupResponse:
        """End a group."""
        group_id = id_from("group_id", request.group_id)
        version = version_from(request.expected_version)
        self.end_group(caller(context), group_id=group_id, expected_version=version)
        return pb.EndGroupResponse()


def groups_services_of(
    groups: GroupsServicer,
) -> dict[ServiceDescriptor, Callable[[grpc.Server], None]]:
    """Return the gRPC service of groups with what adds it to a server."""
    return {
        pb.DESCRIPTOR.services_by_name["GroupsService"]: lambda server: (
            groups_pb2_grpc.add_GroupsServiceServicer_to_server(groups, server)
        ),
    }
