"""The RPCs of what is held of somebody without an account: each translates, calls, translates."""

from collections.abc import Callable
from dataclasses import dataclass

import grpc
from google.protobuf.descriptor import ServiceDescriptor

from chassis.calls import caller
from chassis.requests import text_from
from isp.identity.v1 import held_pb2 as pb
from isp.identity.v1 import held_pb2_grpc
from services.identity.inbound.held_translate import held_to_pb, postcodes_from
from services.identity.inbound.subscriptions_translate import TOKEN_LONGEST, contact_from
from services.identity.usecases.change_held_postcode import ChangeHeldPostcode
from services.identity.usecases.erase_held import EraseHeld
from services.identity.usecases.get_held import GetHeld
from services.identity.usecases.open_held import OpenHeld
from services.identity.usecases.request_held import RequestHeld


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldServicer(held_pb2_grpc.HeldServiceServicer):
    """isp.identity.v1.HeldService."""

    request_held: RequestHeld
    open_held: OpenHeld
    get_held: GetHeld
    change_held_postcode: ChangeHeldPostcode
    erase_held: EraseHeld

    def RequestHeld(
        self, request: pb.RequestHeldRequest, context: grpc.ServicerContext
    ) -> pb.RequestHeldResponse:
        """Have a link sent."""
        self.request_held(caller(context), contact=contact_from(request.channel, request.address))
        return pb.RequestHeldResponse()

    def OpenHeld(
        self, request: pb.OpenHeldRequest, context: grpc.ServicerContext
    ) -> pb.OpenHeldResponse:
        """Spend the link."""
        token = text_from("token", request.token, TOKEN_LONGEST)
        opened = self.open_held(caller(context), token=token)
        shown = pb.OpenHeldResponse(look=opened.look, held=held_to_pb(opened.held))
        shown.until.FromDatetime(opened.until)
        return shown

    def GetHeld(
        self, request: pb.GetHeldRequest, context: grpc.ServicerContext
    ) -> pb.GetHeldResponse:
        """Show it again."""
        look = text_from("look", request.look, TOKEN_LONGEST)
        return pb.GetHeldResponse(held=held_to_pb(self.get_held(look=look)))

    def ChangeHeldPostcode(
        self, request: pb.ChangeHeldPostcodeRequest, context: grpc.ServicerContext
    ) -> pb.ChangeHeldPostcodeResponse:
        """Put one postcode in another's place."""
        look, old, new = postcodes_from(request)
        held = self.change_held_postcode(caller(context), look=look, old=old, new=new)
        return pb.ChangeHeldPostcodeResponse(held=held_to_pb(held))

    def EraseHeld(
        self, request: pb.EraseHeldRequest, context: grpc.ServicerContext
    ) -> pb.EraseHeldResponse:
        """End and forget it."""
        self.erase_held(caller(context), look=text_from("look", request.look, TOKEN_LONGEST))
        return pb.EraseHeldResponse()


def held_services_of(
    servicer: HeldServicer,
) -> dict[ServiceDescriptor, Callable[[grpc.Server], None]]:
    """Return the gRPC service with what adds it to a server."""
    return {
        pb.DESCRIPTOR.services_by_name["HeldService"]: lambda server: (
            held_pb2_grpc.add_HeldServiceServicer_to_server(servicer, server)
        )
    }
