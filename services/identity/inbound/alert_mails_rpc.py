"""The RPCs of alerts by mail to an account: each calls its use case, and translates back."""

from collections.abc import Callable
from dataclasses import dataclass

import grpc
from google.protobuf.descriptor import ServiceDescriptor

from chassis.calls import caller
from isp.identity.v1 import alert_mails_pb2 as pb
from isp.identity.v1 import alert_mails_pb2_grpc
from services.identity.usecases.account_alerts import AlertMails
from services.identity.usecases.get_alert_mails import GetAlertMails
from services.identity.usecases.start_alert_mails import StartAlertMails
from services.identity.usecases.stop_alert_mails import StopAlertMails


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertMailsServicer(alert_mails_pb2_grpc.AlertMailsServiceServicer):
    """isp.identity.v1.AlertMailsService."""

    get_alert_mails: GetAlertMails
    start_alert_mails: StartAlertMails
    stop_alert_mails: StopAlertMails

    def GetAlertMails(
        self, request: pb.GetAlertMailsRequest, context: grpc.ServicerContext
    ) -> pb.GetAlertMailsResponse:
        """Say whether alerts are sent to the caller's address."""
        found = self.get_alert_mails(caller(context))
        return pb.GetAlertMailsResponse(alert_mails=alert_mails_to_pb(found))

    def StartAlertMails(
        self, request: pb.StartAlertMailsRequest, context: grpc.ServicerContext
    ) -> pb.StartAlertMailsResponse:
        """Send alerts to the caller's address."""
        started = self.start_alert_mails(caller(context))
        return pb.StartAlertMailsResponse(alert_mails=alert_mails_to_pb(started))

    def StopAlertMails(
        self, request: pb.StopAlertMailsRequest, context: grpc.ServicerContext
    ) -> pb.StopAlertMailsResponse:
        """End all alerts to the caller's address."""
        stopped = self.stop_alert_mails(caller(context))
        return pb.StopAlertMailsResponse(alert_mails=alert_mails_to_pb(stopped))


def alert_mails_to_pb(mails: AlertMails) -> pb.AlertMails:
    """Return whether alerts are sent to the address of an account."""
    return pb.AlertMails(address=mails.address, active=mails.active)


def alert_mails_services_of(
    servicer: AlertMailsServicer,
) -> dict[ServiceDescriptor, Callable[[grpc.Server], None]]:
    """Return the gRPC service with what adds it to a server."""
    return {
        pb.DESCRIPTOR.services_by_name["AlertMailsService"]: lambda server: (
            alert_mails_pb2_grpc.add_AlertMailsServiceServicer_to_server(servicer, server)
        )
    }
