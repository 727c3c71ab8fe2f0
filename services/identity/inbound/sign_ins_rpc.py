"""The RPC of sign-ins: it calls its use case, and translates back."""

from collections.abc import Callable
from dataclasses import dataclass

import grpc
from google.protobuf.descriptor import ServiceDescriptor

from chassis.calls import caller
from isp.identity.v1 import sign_ins_pb2 as pb
from isp.identity.v1 import sign_ins_pb2_grpc
from services.identity.usecases.sign_out_everywhere import SignOutEverywhere


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInsServicer(sign_ins_pb2_grpc.SignInsServiceServicer):
    """isp.identity.v1.SignInsService."""

    sign_out_everywhere: SignOutEverywhere

    def SignOutEverywhere(
        self, _request: pb.SignOutEverywhereRequest, context: grpc.ServicerContext
    ) -> pb.SignOutEverywhereResponse:
        """End every sign-in of the caller's."""
        answer = pb.SignOutEverywhereResponse()
        answer.valid_after.FromDatetime(self.sign_out_everywhere(caller(context)))
        return answer


def sign_ins_services_of(
    servicer: SignInsServicer,
) -> dict[ServiceDescriptor, Callable[[grpc.Server], None]]:
    """Return the gRPC service with what adds it to a server."""
    return {
        pb.DESCRIPTOR.services_by_name["SignInsService"]: lambda server: (
            sign_ins_pb2_grpc.add_SignInsServiceServicer_to_server(servicer, server)
        )
    }
