"""The RPCs of complaints: each translates, calls, translates back."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import grpc
from google.protobuf.descriptor import ServiceDescriptor

from chassis.calls import caller
from chassis.errors import Invalid, Violation
from chassis.requests import (
    id_from,
    key_from,
    page_size_from,
    place_from,
    text_from,
    token_of,
    version_from,
)
from isp.identity.v1 import complaints_pb2 as pb
from isp.identity.v1 import complaints_pb2_grpc, privacy_requests_pb2
from kernel.ports import Clock
from services.identity.domain.complaint import Complaint
from services.identity.inbound.translate import email_address
from services.identity.usecases.answer_complaint import AnswerComplaint
from services.identity.usecases.list_complaints import ListComplaints
from services.identity.usecases.make_complaint import MakeComplaint

LONGEST: Final = 4000


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintsServicer(complaints_pb2_grpc.ComplaintsServiceServicer):
    """isp.identity.v1.ComplaintsService."""

    make_complaint: MakeComplaint
    list_complaints: ListComplaints
    answer_complaint: AnswerComplaint
    clock: Clock

    def MakeComplaint(
        self, request: pb.MakeComplaintRequest, context: grpc.ServicerContext
    ) -> pb.MakeComplaintResponse:
        """Take a complaint."""
        email, language = _address(request.email), _language(request.language)
        about, key = text_from("about", request.about, LONGEST), key_from("MakeComplaint", request)
        made = self.make_complaint(
            caller(context), email=email, about=about, language=language, key=key
        )
        return pb.MakeComplaintResponse(complaint_id=str(made))

    def ListComplaints(
        self, request: pb.ListComplaintsRequest, context: grpc.ServicerContext
    ) -> pb.ListComplaintsResponse:
        """Show them to the officer."""
        after, size = place_from(request.page_token), page_size_from(request.page_size)
        found, following = self.list_complaints(
            caller(context), only_open=request.only_open, after=after, size=size
        )
        shown = [complaint_to_pb(each, self.clock.now()) for each in found]
        return pb.ListComplaintsResponse(complaints=shown, next_page_token=token_of(following))

    def AnswerComplaint(
        self, request: pb.AnswerComplaintRequest, context: grpc.ServicerContext
    ) -> pb.AnswerComplaintResponse:
        """Tell the outcome."""
        done = self.answer_complaint(
            caller(context),
            complaint_id=id_from("complaint_id", request.complaint_id),
            expected_version=version_from(request.expected_version),
            outcome=text_from("outcome", request.outcome, LONGEST),
        )
        return pb.AnswerComplaintResponse(complaint=complaint_to_pb(done, self.clock.now()))


def _address(said: str) -> str:
    email = email_address(said)
    if email is None:
        raise Invalid(Violation("email", "must be an e-mail address, like name@example.org"))
    return email


def _language(said: str) -> str:
    if said not in {"", "en", "cy"}:
        raise Invalid(Violation("language", "must be en or cy"))
    return said or "en"


def complaint_to_pb(complaint: Complaint, now: datetime) -> pb.Complaint:
    """Return a complaint as the officer sees it."""
    shown = pb.Complaint(
        complaint_id=str(complaint.complaint_id),
        email=complaint.email,
        about=complaint.about,
        acknowledge_by=complaint.acknowledge_by.isoformat(),
        answer_by=complaint.answer_by.isoformat(),
        clock=privacy_requests_pb2.ClockState.Value(f"CLOCK_STATE_{complaint.clock(now).name}"),
        outcome=complaint.outcome,
        version=complaint.version,
    )
    shown.made_at.FromDatetime(complaint.made_at)
    if complaint.acknowledged_at is not None:
        shown.acknowledged_at.FromDatetime(complaint.acknowledged_at)
    if complaint.answered_at is not None:
        shown.answered_at.FromDatetime(complaint.answered_at)
    return shown


def complaints_services_of(
    servicer: ComplaintsServicer,
) -> dict[ServiceDescriptor, Callable[[grpc.Server], None]]:
    """Return the gRPC service with what adds it to a server."""
    return {
        pb.DESCRIPTOR.services_by_name["ComplaintsService"]: lambda server: (
            complaints_pb2_grpc.add_ComplaintsServiceServicer_to_server(servicer, server)
        )
    }
