"""The RPCs of seats: each translates, calls its use case, translates back."""

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
    token_of,
    version_from,
)
from isp.identity.v1 import seats_pb2 as pb
from isp.identity.v1 import seats_pb2_grpc
from kernel.ports import Clock
from services.identity.inbound.seats_translate import (
    appointment_from,
    place_of_seat_from,
    position_from,
    region_from,
    seat_to_pb,
    wanted_from,
)
from services.identity.usecases.appoint_to_seat import AppointToSeat
from services.identity.usecases.close_seat import CloseSeat
from services.identity.usecases.create_seat import CreateSeat
from services.identity.usecases.get_seat import GetSeat
from services.identity.usecases.list_my_seats import ListMySeats
from services.identity.usecases.list_seats import ListSeats
from services.identity.usecases.vacate_seat import VacateSeat


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatsServicer(seats_pb2_grpc.SeatsServiceServicer):
    """isp.identity.v1.SeatsService."""

    create_seat: CreateSeat
    appoint_to_seat: AppointToSeat
    vacate_seat: VacateSeat
    close_seat: CloseSeat
    list_seats: ListSeats
    get_seat: GetSeat
    list_my_seats: ListMySeats
    clock: Clock

    def CreateSeat(
        self, request: pb.CreateSeatRequest, context: grpc.ServicerContext
    ) -> pb.CreateSeatResponse:
        """Make a vacant seat."""
        place, key = place_of_seat_from(request), key_from("CreateSeat", request)
        return pb.CreateSeatResponse(
            seat=seat_to_pb(self.create_seat(caller(context), place=place, key=key))
        )

    def AppointToSeat(
        self, request: pb.AppointToSeatRequest, context: grpc.ServicerContext
    ) -> pb.AppointToSeatResponse:
        """Put somebody into a seat."""
        said = appointment_from(request, self.clock.now())
        seat = self.appoint_to_seat(caller(context), **said)
        return pb.AppointToSeatResponse(seat=seat_to_pb(seat))

    def VacateSeat(
        self, request: pb.VacateSeatRequest, context: grpc.ServicerContext
    ) -> pb.VacateSeatResponse:
        """Relieve whoever sits in a seat."""
        seat = self.vacate_seat(
            caller(context),
            seat_id=id_from("seat_id", request.seat_id),
            expected_version=version_from(request.expected_version),
            position=position_from(request.position),
        )
        return pb.VacateSeatResponse(seat=seat_to_pb(seat))

    def CloseSeat(
        self, request: pb.CloseSeatRequest, context: grpc.ServicerContext
    ) -> pb.CloseSeatResponse:
        """Take a seat away."""
        seat_id = id_from("seat_id", request.seat_id)
        version = version_from(request.expected_version)
        self.close_seat(caller(context), seat_id=seat_id, expected_version=version)
        return pb.CloseSeatResponse()

    def ListSeats(
        self, request: pb.ListSeatsRequest, context: grpc.ServicerContext
    ) -> pb.ListSeatsResponse:
        """Show the seats that the caller appoints to."""
        after, size = place_from(request.page_token), page_size_from(request.page_size)
        found, names, following = self.list_seats(
            caller(context),
            region=region_from(request.region),
            wanted=wanted_from(request, self.clock.now()),
            after=after,
            size=size,
        )
        shown = [seat_to_pb(each, names) for each in found]
        return pb.ListSeatsResponse(seats=shown, next_page_token=token_of(following))

    def GetSeat(
        self, request: pb.GetSeatRequest, context: grpc.ServicerContext
    ) -> pb.GetSeatResponse:
        """Show a seat that the caller appoints to."""
        seat_id = id_from("seat_id", request.seat_id)
        seat, people = self.get_seat(caller(context), seat_id=seat_id)
        names = {subject: person.profile.name for subject, person in people.items()}
        emails = {subject: person.profile.email for subject, person in people.items()}
        return pb.GetSeatResponse(seat=seat_to_pb(seat, names, emails))

    def ListMySeats(
        self, request: pb.ListMySeatsRequest, context: grpc.ServicerContext
    ) -> pb.ListMySeatsResponse:
        """Show the caller's seats."""
        found = self.list_my_seats(caller(context))
        return pb.ListMySeatsResponse(seats=map(seat_to_pb, found))


def seats_services_of(
    seats: SeatsServicer,
) -> dict[ServiceDescriptor, Callable[[grpc.Server], None]]:
    """Return the gRPC service of seats with what adds it to a server."""
    return {
        pb.DESCRIPTOR.services_by_name["SeatsService"]: lambda server: (
            seats_pb2_grpc.add_SeatsServiceServicer_to_server(seats, server)
        ),
    }
