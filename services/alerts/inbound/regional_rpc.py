"""The RPCs of a region's own alerts: each translates, calls its use case, translates back."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import grpc
from google.protobuf.descriptor import ServiceDescriptor

from chassis.calls import caller
from chassis.requests import digest_from, id_from, text_from, version_from
from isp.alerts.v1 import regional_pb2 as pb
from isp.alerts.v1 import regional_pb2_grpc
from kernel.ports import Clock
from services.alerts.inbound.translate import regional_draft_from, size_from
from services.alerts.messages import alert_to_pb
from services.alerts.usecases.approve_regional_alert import ApproveRegionalAlert
from services.alerts.usecases.draft_regional_alert import DraftRegionalAlert
from services.alerts.usecases.list_my_regions import ListMyRegions
from services.alerts.usecases.return_regional_alert import ReturnRegionalAlert
from services.alerts.usecases.withdraw_regional_alert import WithdrawRegionalAlert

REASON_LONGEST: Final = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionalAlertsServicer(regional_pb2_grpc.RegionalAlertsServiceServicer):
    """isp.alerts.v1.RegionalAlertsService; all who may call it work with alerts."""

    draft_regional_alert: DraftRegionalAlert
    approve_regional_alert: ApproveRegionalAlert
    return_regional_alert: ReturnRegionalAlert
    withdraw_regional_alert: WithdrawRegionalAlert
    list_my_regions: ListMyRegions
    clock: Clock

    def DraftRegionalAlert(
        self, request: pb.DraftRegionalAlertRequest, context: grpc.ServicerContext
    ) -> pb.DraftRegionalAlertResponse:
        """Write a region's alert."""
        region, content, key = regional_draft_from(request, self.clock.now())
        alert = self.draft_regional_alert(caller(context), region=region, content=content, key=key)
        return pb.DraftRegionalAlertResponse(alert=alert_to_pb(alert))

    def ApproveRegionalAlert(
        self, request: pb.ApproveRegionalAlertRequest, context: grpc.ServicerContext
    ) -> pb.ApproveRegionalAlertResponse:
        """Issue a region's alert on the word of a second person."""
        alert = self.approve_regional_alert(
            caller(context),
            alert_id=id_from("alert_id", request.alert_id),
            read=digest_from(request.read_digest),
            size=size_from(request.audience_size),
            count_read=request.counted if request.HasField("counted") else None,
        )
        return pb.ApproveRegionalAlertResponse(alert=alert_to_pb(alert))

    def ReturnRegionalAlert(
        self, request: pb.ReturnRegionalAlertRequest, context: grpc.ServicerContext
    ) -> pb.ReturnRegionalAlertResponse:
        """Send a region's alert back to those who write it."""
        alert = self.return_regional_alert(
            caller(context),
            alert_id=id_from("alert_id", request.alert_id),
            expected_version=version_from(request.expected_version),
            why=text_from("reason", request.reason, REASON_LONGEST),
        )
        return pb.ReturnRegionalAlertResponse(alert=alert_to_pb(alert))

    def WithdrawRegionalAlert(
        self, request: pb.WithdrawRegionalAlertRequest, context: grpc.ServicerContext
    ) -> pb.WithdrawRegionalAlertResponse:
        """End a region's alert that was issued in error."""
        alert = self.withdraw_regional_alert(
            caller(context),
            alert_id=id_from("alert_id", request.alert_id),
            expected_version=version_from(request.expected_version),
            why=text_from("reason", request.reason, REASON_LONGEST),
        )
        return pb.WithdrawRegionalAlertResponse(alert=alert_to_pb(alert))

    def ListMyRegions(
        self, _request: pb.ListMyRegionsRequest, context: grpc.ServicerContext
    ) -> pb.ListMyRegionsResponse:
        """Say for which regions the caller acts."""
        return pb.ListMyRegionsResponse(regions=self.list_my_regions(caller(context)))


def regional_services_of(
    regional: RegionalAlertsServicer,
) -> dict[ServiceDescriptor, Callable[[grpc.Server], None]]:
    """Return the gRPC service of regions' alerts with what adds it to a server."""
    return {
        pb.DESCRIPTOR.services_by_name["RegionalAlertsService"]: lambda server: (
            regional_pb2_grpc.add_RegionalAlertsServiceServicer_to_server(regional, server)
        ),
    }
