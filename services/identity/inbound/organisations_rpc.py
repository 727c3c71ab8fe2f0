"""The RPCs of who belongs to organisations: each translates, calls, translates back."""

from collections.abc import Callable
from dataclasses import dataclass

import grpc
from google.protobuf.descriptor import ServiceDescriptor

from chassis.calls import caller
from chassis.requests import (
    id_from,
    key_from,
    page_size_from,
    place_from,
    text_from,
    token_of,
    version_from,
)
from isp.identity.v1 import organisations_pb2 as pb
from isp.identity.v1 import organisations_pb2_grpc
from services.identity.inbound.organisations_translate import (
    REASON_LONGEST,
    TOKEN_LONGEST,
    emails_from,
    invitation_to_pb,
    invitee_from,
    member_to_pb,
    named,
    seen_to_pb,
    unled_to_pb,
)
from services.identity.inbound.premises_translate import organisation_name_from, organisation_to_pb
from services.identity.usecases.accept_invitation import AcceptInvitation
from services.identity.usecases.appoint_organisation_admin import AppointOrganisationAdmin
from services.identity.usecases.decline_invitation import DeclineInvitation
from services.identity.usecases.get_invitation import GetInvitation
from services.identity.usecases.get_unled_organisation import GetUnledOrganisation
from services.identity.usecases.invite_colleague import InviteColleague
from services.identity.usecases.leave_organisation import LeaveOrganisation
from services.identity.usecases.list_invitations import ListInvitations
from services.identity.usecases.list_members import ListMembers
from services.identity.usecases.list_my_invitations import ListMyInvitations
from services.identity.usecases.list_unled_organisations import ListUnledOrganisations
from services.identity.usecases.match_members import MatchMembers
from services.identity.usecases.remove_member import RemoveMember
from services.identity.usecases.rename_organisation import RenameOrganisation
from services.identity.usecases.resend_invitation import ResendInvitation
from services.identity.usecases.set_organisation_admin import SetOrganisationAdmin
from services.identity.usecases.withdraw_invitation import WithdrawInvitation


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationsServicer(organisations_pb2_grpc.OrganisationsServiceServicer):
    """isp.identity.v1.OrganisationsService."""

    invite_colleague: InviteColleague
    list_invitations: ListInvitations
    resend_invitation: ResendInvitation
    withdraw_invitation: WithdrawInvitation
    get_invitation: GetInvitation
    decline_invitation: DeclineInvitation
    list_my_invitations: ListMyInvitations
    accept_invitation: AcceptInvitation
    list_members: ListMembers
    match_members: MatchMembers
    set_organisation_admin: SetOrganisationAdmin
    remove_member: RemoveMember
    leave_organisation: LeaveOrganisation
    rename_organisation: RenameOrganisation
    list_unled_organisations: ListUnledOrganisations
    get_unled_organisation: GetUnledOrganisation
    appoint_organisation_admin: AppointOrganisationAdmin

    def InviteColleague(
        self, request: pb.InviteColleagueRequest, context: grpc.ServicerContext
    ) -> pb.InviteColleagueResponse:
        """Invite a colleague."""
        (email, language), key = invitee_from(request), key_from("InviteColleague", request)
        made = self.invite_colleague(caller(context), email=email, language=language, key=key)
        return pb.InviteColleagueResponse(invitation=invitation_to_pb(made))

    def ListInvitations(
        self, _request: pb.ListInvitationsRequest, context: grpc.ServicerContext
    ) -> pb.ListInvitationsResponse:
        """Show whom the caller's organisation invited."""
        found = self.list_invitations(caller(context))
        return pb.ListInvitationsResponse(invitations=map(invitation_to_pb, found))

    def ResendInvitation(
        self, request: pb.ResendInvitationRequest, context: grpc.ServicerContext
    ) -> pb.ResendInvitationResponse:
        """Mail an invitation once more."""
        invitation_id = id_from("invitation_id", request.invitation_id)
        again = self.resend_invitation(caller(context), invitation_id=invitation_id)
        return pb.ResendInvitationResponse(invitation=invitation_to_pb(again))

    def WithdrawInvitation(
        self, request: pb.WithdrawInvitationRequest, context: grpc.ServicerContext
    ) -> pb.WithdrawInvitationResponse:
        """End an invitation."""
        invitation_id = id_from("invitation_id", request.invitation_id)
        self.withdraw_invitation(caller(context), invitation_id=invitation_id)
        return pb.WithdrawInvitationResponse()

    def GetInvitation(
        self, request: pb.GetInvitationRequest, context: grpc.ServicerContext
    ) -> pb.GetInvitationResponse:
        """Show an invitation to who has its link."""
        found = self.get_invitation(token=text_from("token", request.token, TOKEN_LONGEST))
        return pb.GetInvitationResponse(invitation=seen_to_pb(found))

    def DeclineInvitation(
        self, request: pb.DeclineInvitationRequest, context: grpc.ServicerContext
    ) -> pb.DeclineInvitationResponse:
        """Say no."""
        token = text_from("token", request.token, TOKEN_LONGEST)
        self.decline_invitation(caller(context), token=token)
        return pb.DeclineInvitationResponse()

    def ListMyInvitations(
        self, _request: pb.ListMyInvitationsRequest, context: grpc.ServicerContext
    ) -> pb.ListMyInvitationsResponse:
        """Show who invites the caller."""
        found = self.list_my_invitations(caller(context))
        return pb.ListMyInvitationsResponse(invitations=map(seen_to_pb, found))

    def AcceptInvitation(
        self, request: pb.AcceptInvitationRequest, context: grpc.ServicerContext
    ) -> pb.AcceptInvitationResponse:
        """Join the organisation that invites."""
        which, bring = named(request), request.bring_premises
        joined = self.accept_invitation(caller(context), which=which, bring_premises=bring)
        return pb.AcceptInvitationResponse(
            organisation=organisation_to_pb(joined.organisation), premises_brought=joined.premises
        )

    def ListMembers(
        self, request: pb.ListMembersRequest, context: grpc.ServicerContext
    ) -> pb.ListMembersResponse:
        """Show who belongs to the caller's organisation."""
        who, after = caller(context), place_from(request.page_token)
        found = self.list_members(who, after=after, size=page_size_from(request.page_size))
        return pb.ListMembersResponse(
            members=[member_to_pb(each, caller=who.person) for each in found.members],
            next_page_token=token_of(found.following),
            admin=found.admin,
        )

    def MatchMembers(
        self, request: pb.MatchMembersRequest, context: grpc.ServicerContext
    ) -> pb.MatchMembersResponse:
        """Say which addresses are the caller's colleagues'."""
        found = self.match_members(caller(context), emails=emails_from(request.emails))
        return pb.MatchMembersResponse(
            members=[
                pb.MatchedMember(email=email, subject=subject) for email, subject in found.items()
            ]
        )

    def SetOrganisationAdmin(
        self, request: pb.SetOrganisationAdminRequest, context: grpc.ServicerContext
    ) -> pb.SetOrganisationAdminResponse:
        """Make a member an admin, or an admin a member."""
        who, subject = caller(context), str(id_from("subject", request.subject))
        member = self.set_organisation_admin(who, subject=subject, admin=request.admin)
        return pb.SetOrganisationAdminResponse(member=member_to_pb(member, caller=who.person))

    def RemoveMember(
        self, request: pb.RemoveMemberRequest, context: grpc.ServicerContext
    ) -> pb.RemoveMemberResponse:
        """Part with a member."""
        self.remove_member(caller(context), subject=str(id_from("subject", request.subject)))
        return pb.RemoveMemberResponse()

    def LeaveOrganisation(
        self, request: pb.LeaveOrganisationRequest, context: grpc.ServicerContext
    ) -> pb.LeaveOrganisationResponse:
        """Leave."""
        closed = self.leave_organisation(caller(context), closing=request.close)
        return pb.LeaveOrganisationResponse(closed=closed)

    def RenameOrganisation(
        self, request: pb.RenameOrganisationRequest, context: grpc.ServicerContext
    ) -> pb.RenameOrganisationResponse:
        """Give the caller's organisation another name."""
        name, version = organisation_name_from(request.name), version_from(request.expected_version)
        renamed = self.rename_organisation(caller(context), name=name, expected_version=version)
        return pb.RenameOrganisationResponse(organisation=organisation_to_pb(renamed))

    def ListUnledOrganisations(
        self, request: pb.ListUnledOrganisationsRequest, context: grpc.ServicerContext
    ) -> pb.ListUnledOrganisationsResponse:
        """Show the organisations that nobody runs."""
        after, size = place_from(request.page_token), page_size_from(request.page_size)
        found, following = self.list_unled_organisations(caller(context), after=after, size=size)
        shown = [unled_to_pb(each, size=people) for each, people in found]
        return pb.ListUnledOrganisationsResponse(
            organisations=shown, next_page_token=token_of(following)
        )

    def GetUnledOrganisation(
        self, request: pb.GetUnledOrganisationRequest, context: grpc.ServicerContext
    ) -> pb.GetUnledOrganisationResponse:
        """Show one, and who could run it."""
        who, own = caller(context), id_from("organisation_id", request.organisation_id)
        found = self.get_unled_organisation(who, organisation_id=own)
        return pb.GetUnledOrganisationResponse(
            organisation=unled_to_pb(found.organisation, size=found.size),
            members=[member_to_pb(each, caller=who.person) for each in found.able],
        )

    def AppointOrganisationAdmin(
        self, request: pb.AppointOrganisationAdminRequest, context: grpc.ServicerContext
    ) -> pb.AppointOrganisationAdminResponse:
        """Say who runs one."""
        self.appoint_organisation_admin(
            caller(context),
            organisation_id=id_from("organisation_id", request.organisation_id),
            subject=str(id_from("subject", request.subject)),
            reason=text_from("reason", request.reason, REASON_LONGEST),
        )
        return pb.AppointOrganisationAdminResponse()


def organisations_services_of(
    servicer: OrganisationsServicer,
) -> dict[ServiceDescriptor, Callable[[grpc.Server], None]]:
    """Return the gRPC service with what adds it to a server."""
    return {
        pb.DESCRIPTOR.services_by_name["OrganisationsService"]: lambda server: (
            organisations_pb2_grpc.add_OrganisationsServiceServicer_to_server(servicer, server)
        )
    }
