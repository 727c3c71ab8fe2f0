"""The RPCs of Welsh: each translates, calls its use case, translates back."""

from collections.abc import Callable
from dataclasses import dataclass

import grpc
from google.protobuf.descriptor import ServiceDescriptor

from chassis.calls import caller
from chassis.requests import digest_from, id_from
from isp.alerts.v1 import alert_pb2, welsh_pb2_grpc
from isp.alerts.v1 import welsh_pb2 as pb
from kernel.principals import Principal
from services.alerts.domain.alert import Alert, is_staff
from services.alerts.messages import alert_to_pb, for_readers, without_points
from services.alerts.usecases.confirm_welsh import ConfirmWelsh
from services.alerts.usecases.list_welsh_due import ListWelshDue


@dataclass(frozen=True, slots=True, kw_only=True)
class WelshServicer(welsh_pb2_grpc.WelshServiceServicer):
    """isp.alerts.v1.WelshService."""

    confirm_welsh: ConfirmWelsh
    list_welsh_due: ListWelshDue

    def ConfirmWelsh(
        self, request: pb.ConfirmWelshRequest, context: grpc.ServicerContext
    ) -> pb.ConfirmWelshResponse:
        """Take a Welsh approver's word."""
        who, alert_id = caller(context), id_from("alert_id", request.alert_id)
        alert = self.confirm_welsh(who, alert_id=alert_id, read=digest_from(request.read_digest))
        return pb.ConfirmWelshResponse(alert=alert_to_pb(alert))

    def ListWelshDue(
        self, _request: pb.ListWelshDueRequest, context: grpc.ServicerContext
    ) -> pb.ListWelshDueResponse:
        """Say where Welsh is owed."""
        who = caller(context)
        shown = [_shown(alert, who) for alert in self.list_welsh_due(who)]
        return pb.ListWelshDueResponse(alerts=shown)


def _shown(alert: Alert, to: Principal) -> alert_pb2.Alert:
    message = without_points(alert_to_pb(alert))
    return message if is_staff(to) else for_readers(message)


def welsh_services_of(
    welsh: WelshServicer,
) -> dict[ServiceDescriptor, Callable[[grpc.Server], None]]:
    """Return the gRPC service with what adds it to a server."""
    return {
        pb.DESCRIPTOR.services_by_name["WelshService"]: lambda server: (
            welsh_pb2_grpc.add_WelshServiceServicer_to_server(welsh, server)
        )
    }
