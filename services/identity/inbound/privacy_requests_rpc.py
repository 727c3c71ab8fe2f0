"""The RPCs of requests about somebody's data: each translates, calls, translates back."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import grpc
from google.protobuf.descriptor import ServiceDescriptor

from chassis.calls import caller
from chassis.requests import (
    id_from,
    key_from,
    page_size_from,
    place_from,
    text_from,
    token_of,
    version_from,
)
from isp.identity.v1 import privacy_requests_pb2 as pb
from isp.identity.v1 import privacy_requests_pb2_grpc
from kernel.ports import Clock
from services.identity.inbound.privacy_translate import (
    kind_from,
    recorded_from,
    request_to_pb,
)
from services.identity.usecases.download_export import DownloadExport
from services.identity.usecases.extend_privacy_request import ExtendPrivacyRequest
from services.identity.usecases.find_subject import FindSubject
from services.identity.usecases.list_my_privacy_requests import ListMyPrivacyRequests
from services.identity.usecases.list_privacy_requests import ListPrivacyRequests
from services.identity.usecases.make_privacy_request import MakePrivacyRequest
from services.identity.usecases.record_privacy_request import RecordPrivacyRequest
from services.identity.usecases.withdraw_privacy_request import WithdrawPrivacyRequest

REASON_LONGEST: Final = 1000
EMAIL_LONGEST: Final = 254


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivacyRequestsServicer(privacy_requests_pb2_grpc.PrivacyRequestsServiceServicer):
    """isp.identity.v1.PrivacyRequestsService."""

    make_privacy_request: MakePrivacyRequest
    record_privacy_request: RecordPrivacyRequest
    list_my_privacy_requests: ListMyPrivacyRequests
    list_privacy_requests: ListPrivacyRequests
    extend_privacy_request: ExtendPrivacyRequest
    withdraw_privacy_request: WithdrawPrivacyRequest
    download_export: DownloadExport
    find_subject: FindSubject
    clock: Clock

    def MakePrivacyRequest(
        self, request: pb.MakePrivacyRequestRequest, context: grpc.ServicerContext
    ) -> pb.MakePrivacyRequestResponse:
        """Ask for one's own data, or for its end."""
        kind, key = kind_from(request.kind), key_from("MakePrivacyRequest", request)
        made = self.make_privacy_request(caller(context), kind=kind, key=key)
        return pb.MakePrivacyRequestResponse(request=request_to_pb(made, self.clock.now()))

    def RecordPrivacyRequest(
        self, request: pb.RecordPrivacyRequestRequest, context: grpc.ServicerContext
    ) -> pb.RecordPrivacyRequestResponse:
        """Enter what came by another way."""
        made = self.record_privacy_request(caller(context), **recorded_from(request))
        return pb.RecordPrivacyRequestResponse(request=request_to_pb(made, self.clock.now()))

    def ListMyPrivacyRequests(
        self, _request: pb.ListMyPrivacyRequestsRequest, context: grpc.ServicerContext
    ) -> pb.ListMyPrivacyRequestsResponse:
        """Show the caller's own."""
        found, now = self.list_my_privacy_requests(caller(context)), self.clock.now()
        shown = [request_to_pb(each, now) for each in found]
        return pb.ListMyPrivacyRequestsResponse(requests=shown)

    def ListPrivacyRequests(
        self, request: pb.ListPrivacyRequestsRequest, context: grpc.ServicerContext
    ) -> pb.ListPrivacyRequestsResponse:
        """Show everybody's to the officer."""
        after, size = place_from(request.page_token), page_size_from(request.page_size)
        found, following = self.list_privacy_requests(
            caller(context), only_open=request.only_open, after=after, size=size
        )
        shown = [request_to_pb(each, self.clock.now()) for each in found]
        return pb.ListPrivacyRequestsResponse(requests=shown, next_page_token=token_of(following))

    def ExtendPrivacyRequest(
        self, request: pb.ExtendPrivacyRequestRequest, context: grpc.ServicerContext
    ) -> pb.ExtendPrivacyRequestResponse:
        """Take further months."""
        longer = self.extend_privacy_request(
            caller(context),
            request_id=id_from("request_id", request.request_id),
            expected_version=version_from(request.expected_version),
            because=text_from("because", request.because, REASON_LONGEST),
        )
        return pb.ExtendPrivacyRequestResponse(request=request_to_pb(longer, self.clock.now()))

    def WithdrawPrivacyRequest(
        self, request: pb.WithdrawPrivacyRequestRequest, context: grpc.ServicerContext
    ) -> pb.WithdrawPrivacyRequestResponse:
        """Take one back."""
        taken = self.withdraw_privacy_request(
            caller(context),
            request_id=id_from("request_id", request.request_id),
            expected_version=version_from(request.expected_version),
        )
        return pb.WithdrawPrivacyRequestResponse(request=request_to_pb(taken, self.clock.now()))

    def DownloadExport(
        self, request: pb.DownloadExportRequest, context: grpc.ServicerContext
    ) -> pb.DownloadExportResponse:
        """Hand an export over."""
        request_id = id_from("request_id", request.request_id)
        piece = self.download_export(
            caller(context), request_id=request_id, offset=request.offset, most=request.most_bytes
        )
        return pb.DownloadExportResponse(
            archive=piece.content, total_bytes=piece.total, sha256=piece.digest
        )

    def FindSubject(
        self, request: pb.FindSubjectRequest, context: grpc.ServicerContext
    ) -> pb.FindSubjectResponse:
        """Tell whose account an address is."""
        email = text_from("email", request.email, EMAIL_LONGEST)
        return pb.FindSubjectResponse(subject=self.find_subject(caller(context), email=email))


def privacy_requests_services_of(
    servicer: PrivacyRequestsServicer,
) -> dict[ServiceDescriptor, Callable[[grpc.Server], None]]:
    """Return the gRPC service with what adds it to a server."""
    return {
        pb.DESCRIPTOR.services_by_name["PrivacyRequestsService"]: lambda server: (
            privacy_requests_pb2_grpc.add_PrivacyRequestsServiceServicer_to_server(servicer, server)
        )
    }
