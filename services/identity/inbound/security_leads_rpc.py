"""The RPCs of security leads: each calls its use case, and translates back."""

from collections.abc import Callable
from dataclasses import dataclass

import grpc
from google.protobuf.descriptor import ServiceDescriptor

from chassis.calls import caller
from isp.identity.v1 import security_leads_pb2 as pb
from isp.identity.v1 import security_leads_pb2_grpc
from services.identity.usecases.get_security_lead import GetSecurityLead
from services.identity.usecases.leading import Lead
from services.identity.usecases.leave_security_lead import LeaveSecurityLead
from services.identity.usecases.take_security_lead import TakeSecurityLead


@dataclass(frozen=True, slots=True, kw_only=True)
class SecurityLeadsServicer(security_leads_pb2_grpc.SecurityLeadsServiceServicer):
    """isp.identity.v1.SecurityLeadsService."""

    get_security_lead: GetSecurityLead
    take_security_lead: TakeSecurityLead
    leave_security_lead: LeaveSecurityLead

    def GetSecurityLead(
        self, _request: pb.GetSecurityLeadRequest, context: grpc.ServicerContext
    ) -> pb.GetSecurityLeadResponse:
        """Say whether somebody leads the security of the caller's organisation."""
        found = self.get_security_lead(caller(context))
        return pb.GetSecurityLeadResponse(security_lead=lead_to_pb(found))

    def TakeSecurityLead(
        self, _request: pb.TakeSecurityLeadRequest, context: grpc.ServicerContext
    ) -> pb.TakeSecurityLeadResponse:
        """Let the caller lead it."""
        taken = self.take_security_lead(caller(context))
        return pb.TakeSecurityLeadResponse(security_lead=lead_to_pb(taken))

    def LeaveSecurityLead(
        self, _request: pb.LeaveSecurityLeadRequest, context: grpc.ServicerContext
    ) -> pb.LeaveSecurityLeadResponse:
        """Let the caller lead it no more."""
        left = self.leave_security_lead(caller(context))
        return pb.LeaveSecurityLeadResponse(security_lead=lead_to_pb(left))


def lead_to_pb(lead: Lead) -> pb.SecurityLead:
    """Return whether there is a lead, and whether it is the caller."""
    return pb.SecurityLead(held=lead.held, mine=lead.mine)


def security_leads_services_of(
    servicer: SecurityLeadsServicer,
) -> dict[ServiceDescriptor, Callable[[grpc.Server], None]]:
    """Return the gRPC service with what adds it to a server."""
    return {
        pb.DESCRIPTOR.services_by_name["SecurityLeadsService"]: lambda server: (
            security_leads_pb2_grpc.add_SecurityLeadsServiceServicer_to_server(servicer, server)
        )
    }
