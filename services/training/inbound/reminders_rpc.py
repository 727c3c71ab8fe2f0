"""The RPCs of reminders: each translates, calls its use case, translates back."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import grpc
from google.protobuf.descriptor import ServiceDescriptor

from chassis.calls import caller
from chassis.requests import text_from
from isp.training.v1 import reminders_pb2 as pb
from isp.training.v1 import reminders_pb2_grpc
from services.training.usecases.get_reminders import GetReminders
from services.training.usecases.set_reminders import SetReminders
from services.training.usecases.stop_reminders import StopReminders

LONGEST_TOKEN: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class RemindersServicer(reminders_pb2_grpc.RemindersServiceServicer):
    """isp.training.v1.RemindersService."""

    get_reminders: GetReminders
    set_reminders: SetReminders
    stop_reminders: StopReminders

    def GetReminders(
        self, _request: pb.GetRemindersRequest, context: grpc.ServicerContext
    ) -> pb.GetRemindersResponse:
        """Say whether the caller is reminded."""
        return pb.GetRemindersResponse(wanted=self.get_reminders(caller(context)))

    def SetReminders(
        self, request: pb.SetRemindersRequest, context: grpc.ServicerContext
    ) -> pb.SetRemindersResponse:
        """Keep what the caller chooses."""
        wanted = self.set_reminders(caller(context), wanted=request.wanted)
        return pb.SetRemindersResponse(wanted=wanted)

    def StopReminders(
        self, request: pb.StopRemindersRequest, context: grpc.ServicerContext
    ) -> pb.StopRemindersResponse:
        """End them by a link."""
        caller(context)
        self.stop_reminders(token=text_from("token", request.token, LONGEST_TOKEN))
        return pb.StopRemindersResponse()


def reminders_services_of(
    servicer: RemindersServicer,
) -> dict[ServiceDescriptor, Callable[[grpc.Server], None]]:
    """Return the gRPC service with what adds it to a server."""
    add = reminders_pb2_grpc.add_RemindersServiceServicer_to_server
    service = pb.DESCRIPTOR.services_by_name["RemindersService"]
    return {service: lambda server: add(servicer, server)}
