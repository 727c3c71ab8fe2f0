"""The RPCs of led sessions: each translates, calls its use case, translates back."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import grpc
from google.protobuf.descriptor import ServiceDescriptor

from chassis.calls import caller
from chassis.requests import id_from, key_from, page_size_from, place_from, text_from, token_of
from isp.training.v1 import led_sessions_pb2 as pb
from isp.training.v1 import led_sessions_pb2_grpc
from services.training.inbound.led_sessions_translate import (
    booking_to_pb,
    listing_from,
    marks_from,
    moving_from,
    scheduling_from,
    session_to_pb,
)
from services.training.usecases.book_session import BookSession
from services.training.usecases.cancel_booking import CancelBooking
from services.training.usecases.cancel_session import CancelSession
from services.training.usecases.get_session import GetSession
from services.training.usecases.list_my_bookings import ListMyBookings
from services.training.usecases.list_session_bookings import ListSessionBookings
from services.training.usecases.list_sessions import ListSessions
from services.training.usecases.list_taught_sessions import ListTaughtSessions
from services.training.usecases.move_session import MoveSession
from services.training.usecases.record_attendance import RecordAttendance
from services.training.usecases.schedule_session import ScheduleSession

REASON_LONGEST: Final = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class LedSessionsServicer(led_sessions_pb2_grpc.LedSessionsServiceServicer):
    """isp.training.v1.LedSessionsService."""

    list_sessions: ListSessions
    get_session: GetSession
    book_session: BookSession
    cancel_booking: CancelBooking
    list_my_bookings: ListMyBookings
    schedule_session: ScheduleSession
    list_taught_sessions: ListTaughtSessions
    list_session_bookings: ListSessionBookings
    record_attendance: RecordAttendance
    move_session: MoveSession
    cancel_session: CancelSession

    def ListSessions(
        self, request: pb.ListSessionsRequest, context: grpc.ServicerContext
    ) -> pb.ListSessionsResponse:
        """Read a page of the sessions that lie ahead."""
        found, following = self.list_sessions(caller(context), **listing_from(request))
        sessions = [session_to_pb(each) for each in found]
        return pb.ListSessionsResponse(sessions=sessions, next_page_token=token_of(following))

    def GetSession(
        self, request: pb.GetSessionRequest, context: grpc.ServicerContext
    ) -> pb.GetSessionResponse:
        """Read one session."""
        session_id = id_from("session_id", request.session_id)
        found = self.get_session(caller(context), session_id=session_id)
        return pb.GetSessionResponse(session=session_to_pb(found))

    def BookSession(
        self, request: pb.BookSessionRequest, context: grpc.ServicerContext
    ) -> pb.BookSessionResponse:
        """Book a place."""
        made = self.book_session(
            caller(context),
            session_id=id_from("session_id", request.session_id),
            name=request.name,
            key=key_from("BookSession", request),
        )
        return pb.BookSessionResponse(session=session_to_pb(made))

    def CancelBooking(
        self, request: pb.CancelBookingRequest, context: grpc.ServicerContext
    ) -> pb.CancelBookingResponse:
        """Give a place up."""
        session_id = id_from("session_id", request.session_id)
        left = self.cancel_booking(caller(context), session_id=session_id)
        return pb.CancelBookingResponse(session=session_to_pb(left))

    def ListMyBookings(
        self, _request: pb.ListMyBookingsRequest, context: grpc.ServicerContext
    ) -> pb.ListMyBookingsResponse:
        """Read one's own bookings."""
        found = self.list_my_bookings(caller(context))
        return pb.ListMyBookingsResponse(sessions=[session_to_pb(each) for each in found])

    def ScheduleSession(
        self, request: pb.ScheduleSessionRequest, context: grpc.ServicerContext
    ) -> pb.ScheduleSessionResponse:
        """Schedule a session."""
        course_id, said, key = scheduling_from(request)
        made = self.schedule_session(caller(context), course_id=course_id, said=said, key=key)
        return pb.ScheduleSessionResponse(session=session_to_pb(made, trainer=True))

    def ListTaughtSessions(
        self, request: pb.ListTaughtSessionsRequest, context: grpc.ServicerContext
    ) -> pb.ListTaughtSessionsResponse:
        """Read a page of every session."""
        size, after = page_size_from(request.page_size), place_from(request.page_token)
        found, following = self.list_taught_sessions(caller(context), after=after, size=size)
        sessions = [session_to_pb(each, trainer=True) for each in found]
        return pb.ListTaughtSessionsResponse(sessions=sessions, next_page_token=token_of(following))

    def ListSessionBookings(
        self, request: pb.ListSessionBookingsRequest, context: grpc.ServicerContext
    ) -> pb.ListSessionBookingsResponse:
        """Read who booked a session."""
        session_id = id_from("session_id", request.session_id)
        found, there = self.list_session_bookings(caller(context), session_id=session_id)
        return pb.ListSessionBookingsResponse(
            session=session_to_pb(found, trainer=True),
            bookings=[booking_to_pb(each) for each in there],
        )

    def RecordAttendance(
        self, request: pb.RecordAttendanceRequest, context: grpc.ServicerContext
    ) -> pb.RecordAttendanceResponse:
        """Record who came."""
        session_id, marks = marks_from(request)
        there = self.record_attendance(caller(context), session_id=session_id, marks=marks)
        return pb.RecordAttendanceResponse(bookings=[booking_to_pb(each) for each in there])

    def MoveSession(
        self, request: pb.MoveSessionRequest, context: grpc.ServicerContext
    ) -> pb.MoveSessionResponse:
        """Give a session another time or place."""
        session_id, said = moving_from(request)
        left = self.move_session(
            caller(context), session_id=session_id, said=said, expected=request.expected_version
        )
        return pb.MoveSessionResponse(session=session_to_pb(left, trainer=True))

    def CancelSession(
        self, request: pb.CancelSessionRequest, context: grpc.ServicerContext
    ) -> pb.CancelSessionResponse:
        """Call a session off."""
        left = self.cancel_session(
            caller(context),
            session_id=id_from("session_id", request.session_id),
            why=text_from("reason", request.reason, REASON_LONGEST),
        )
        return pb.CancelSessionResponse(session=session_to_pb(left, trainer=True))


def led_sessions_services_of(
    servicer: LedSessionsServicer,
) -> dict[ServiceDescriptor, Callable[[grpc.Server], None]]:
    """Return the gRPC service with what adds it to a server."""
    add = led_sessions_pb2_grpc.add_LedSessionsServiceServicer_to_server
    service = pb.DESCRIPTOR.services_by_name["LedSessionsService"]
    return {service: lambda server: add(servicer, server)}
