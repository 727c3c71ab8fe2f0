"""The RPCs of the cascade: each translates, calls its use case, translates back."""

from collections.abc import Callable
from dataclasses import dataclass

import grpc
from google.protobuf.descriptor import ServiceDescriptor

from chassis.calls import caller
from chassis.requests import id_from
from isp.alerts.v1 import cascades_pb2 as pb
from isp.alerts.v1 import cascades_pb2_grpc
from services.alerts.inbound.cascades_translate import (
    added_to_pb,
    passing_from,
    reporting_from,
    step_to_pb,
    tree_to_pb,
    waiting_to_pb,
)
from services.alerts.usecases.get_branch_context import GetBranchContext
from services.alerts.usecases.get_cascade import GetCascade
from services.alerts.usecases.list_waiting_steps import ListWaitingSteps
from services.alerts.usecases.pass_on import PassOn
from services.alerts.usecases.report_up import ReportUp


@dataclass(frozen=True, slots=True, kw_only=True)
class CascadesServicer(cascades_pb2_grpc.CascadesServiceServicer):
    """isp.alerts.v1.CascadesService."""

    list_waiting_steps: ListWaitingSteps
    pass_on: PassOn
    report_up: ReportUp
    get_cascade: GetCascade
    get_branch_context: GetBranchContext

    def ListWaitingSteps(
        self, request: pb.ListWaitingStepsRequest, context: grpc.ServicerContext
    ) -> pb.ListWaitingStepsResponse:
        """Show what waits in the caller's seats."""
        found = self.list_waiting_steps(caller(context))
        return pb.ListWaitingStepsResponse(waiting=map(waiting_to_pb, found))

    def PassOn(self, request: pb.PassOnRequest, context: grpc.ServicerContext) -> pb.PassOnResponse:
        """Pass an alert on."""
        passed = self.pass_on(caller(context), **passing_from(request))
        return pb.PassOnResponse(step=step_to_pb(passed))

    def ReportUp(
        self, request: pb.ReportUpRequest, context: grpc.ServicerContext
    ) -> pb.ReportUpResponse:
        """Tell those above."""
        made = self.report_up(caller(context), **reporting_from(request))
        return pb.ReportUpResponse(report_id=str(made))

    def GetCascade(
        self, request: pb.GetCascadeRequest, context: grpc.ServicerContext
    ) -> pb.GetCascadeResponse:
        """Show the tree."""
        alert_id = id_from("alert_id", request.alert_id)
        return tree_to_pb(self.get_cascade(caller(context), alert_id=alert_id))

    def GetBranchContext(
        self, request: pb.GetBranchContextRequest, context: grpc.ServicerContext
    ) -> pb.GetBranchContextResponse:
        """Show what was added for the caller."""
        alert_id = id_from("alert_id", request.alert_id)
        found = self.get_branch_context(caller(context), alert_id=alert_id)
        return pb.GetBranchContextResponse(added=[added_to_pb(*each) for each in found])


def cascade_services_of(
    cascades: CascadesServicer,
) -> dict[ServiceDescriptor, Callable[[grpc.Server], None]]:
    """Return the gRPC service of the cascade with what adds it to a server."""
    return {
        pb.DESCRIPTOR.services_by_name["CascadesService"]: lambda server: (
            cascades_pb2_grpc.add_CascadesServiceServicer_to_server(cascades, server)
        ),
    }
