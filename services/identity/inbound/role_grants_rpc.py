"""The RPCs of grants of roles: each translates, calls its use case, translates back."""

from collections.abc import Callable
from dataclasses import dataclass

import grpc
from google.protobuf.descriptor import ServiceDescriptor

from chassis.calls import caller
from chassis.requests import (
    id_from,
    page_size_from,
    place_from,
    text_from,
    token_of,
    version_from,
)
from isp.identity.v1 import role_grants_pb2 as pb
from isp.identity.v1 import role_grants_pb2_grpc
from kernel.ports import Clock
from services.identity.inbound.role_grants_translate import (
    LONGEST_REASON,
    own_grant_to_pb,
    proposal_from,
    role_grant_to_pb,
    turn_from,
)
from services.identity.usecases.activate_role import ActivateRole
from services.identity.usecases.confirm_role_grant import ConfirmRoleGrant
from services.identity.usecases.deactivate_role import DeactivateRole
from services.identity.usecases.end_role_grant import EndRoleGrant
from services.identity.usecases.get_role_grant import GetRoleGrant
from services.identity.usecases.list_my_role_grants import ListMyRoleGrants
from services.identity.usecases.list_role_grants import ListRoleGrants
from services.identity.usecases.propose_role_grant import ProposeRoleGrant
from services.identity.usecases.refuse_role_grant import RefuseRoleGrant
from services.identity.usecases.withdraw_role_grant import WithdrawRoleGrant


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleGrantsServicer(role_grants_pb2_grpc.RoleGrantsServiceServicer):
    """isp.identity.v1.RoleGrantsService."""

    propose_role_grant: ProposeRoleGrant
    confirm_role_grant: ConfirmRoleGrant
    refuse_role_grant: RefuseRoleGrant
    withdraw_role_grant: WithdrawRoleGrant
    end_role_grant: EndRoleGrant
    list_role_grants: ListRoleGrants
    get_role_grant: GetRoleGrant
    list_my_role_grants: ListMyRoleGrants
    activate_role: ActivateRole
    deactivate_role: DeactivateRole
    clock: Clock

    def ProposeRoleGrant(
        self, request: pb.ProposeRoleGrantRequest, context: grpc.ServicerContext
    ) -> pb.ProposeRoleGrantResponse:
        """Propose that somebody holds a role."""
        said = proposal_from(request, self.clock.now())
        made = self.propose_role_grant(caller(context), **said)
        return pb.ProposeRoleGrantResponse(grant=role_grant_to_pb(made))

    def ConfirmRoleGrant(
        self, request: pb.ConfirmRoleGrantRequest, context: grpc.ServicerContext
    ) -> pb.ConfirmRoleGrantResponse:
        """Give a role that another proposed."""
        grant_id = id_from("grant_id", request.grant_id)
        version = version_from(request.expected_version)
        after = self.confirm_role_grant(
            caller(context), grant_id=grant_id, expected_version=version
        )
        return pb.ConfirmRoleGrantResponse(grant=role_grant_to_pb(after))

    def RefuseRoleGrant(
        self, request: pb.RefuseRoleGrantRequest, context: grpc.ServicerContext
    ) -> pb.RefuseRoleGrantResponse:
        """Let a proposal come to nothing."""
        after = self.refuse_role_grant(
            caller(context),
            grant_id=id_from("grant_id", request.grant_id),
            expected_version=version_from(request.expected_version),
            reason=text_from("reason", request.reason, LONGEST_REASON),
        )
        return pb.RefuseRoleGrantResponse(grant=role_grant_to_pb(after))

    def WithdrawRoleGrant(
        self, request: pb.WithdrawRoleGrantRequest, context: grpc.ServicerContext
    ) -> pb.WithdrawRoleGrantResponse:
        """Take back a proposal."""
        grant_id = id_from("grant_id", request.grant_id)
        version = version_from(request.expected_version)
        after = self.withdraw_role_grant(
            caller(context), grant_id=grant_id, expected_version=version
        )
        return pb.WithdrawRoleGrantResponse(grant=role_grant_to_pb(after))

    def EndRoleGrant(
        self, request: pb.EndRoleGrantRequest, context: grpc.ServicerContext
    ) -> pb.EndRoleGrantResponse:
        """Take a role away."""
        after = self.end_role_grant(
            caller(context),
            grant_id=id_from("grant_id", request.grant_id),
            expected_version=version_from(request.expected_version),
            reason=text_from("reason", request.reason, LONGEST_REASON),
        )
        return pb.EndRoleGrantResponse(grant=own_grant_to_pb(after))

    def ListRoleGrants(
        self, request: pb.ListRoleGrantsRequest, context: grpc.ServicerContext
    ) -> pb.ListRoleGrantsResponse:
        """Show the grants."""
        after, size = place_from(request.page_token), page_size_from(request.page_size)
        found, people, following = self.list_role_grants(
            caller(context), over_too=request.over_too, after=after, size=size
        )
        shown = [role_grant_to_pb(each, people) for each in found]
        return pb.ListRoleGrantsResponse(grants=shown, next_page_token=token_of(following))

    def GetRoleGrant(
        self, request: pb.GetRoleGrantRequest, context: grpc.ServicerContext
    ) -> pb.GetRoleGrantResponse:
        """Show one grant."""
        grant_id = id_from("grant_id", request.grant_id)
        grant, people = self.get_role_grant(caller(context), grant_id=grant_id)
        return pb.GetRoleGrantResponse(grant=role_grant_to_pb(grant, people))

    def ListMyRoleGrants(
        self, request: pb.ListMyRoleGrantsRequest, context: grpc.ServicerContext
    ) -> pb.ListMyRoleGrantsResponse:
        """Show what the caller holds."""
        found = self.list_my_role_grants(caller(context))
        return pb.ListMyRoleGrantsResponse(grants=map(own_grant_to_pb, found))

    def ActivateRole(
        self, request: pb.ActivateRoleRequest, context: grpc.ServicerContext
    ) -> pb.ActivateRoleResponse:
        """Take up a role for some hours."""
        after = self.activate_role(caller(context), **turn_from(request))
        return pb.ActivateRoleResponse(grant=own_grant_to_pb(after))

    def DeactivateRole(
        self, request: pb.DeactivateRoleRequest, context: grpc.ServicerContext
    ) -> pb.DeactivateRoleResponse:
        """Let a role rest."""
        grant_id = id_from("grant_id", request.grant_id)
        version = version_from(request.expected_version)
        after = self.deactivate_role(caller(context), grant_id=grant_id, expected_version=version)
        return pb.DeactivateRoleResponse(grant=own_grant_to_pb(after))


def role_grants_services_of(
    grants: RoleGrantsServicer,
) -> dict[ServiceDescriptor, Callable[[grpc.Server], None]]:
    """Return the gRPC service of grants with what adds it to a server."""
    return {
        pb.DESCRIPTOR.services_by_name["RoleGrantsService"]: lambda server: (
            role_grants_pb2_grpc.add_RoleGrantsServiceServicer_to_server(grants, server)
        ),
    }
