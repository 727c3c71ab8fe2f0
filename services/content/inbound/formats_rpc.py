"""The RPCs of accessible formats: each translates, calls its use case, translates back."""

from collections.abc import Callable
from dataclasses import dataclass

import grpc
from google.protobuf.descriptor import ServiceDescriptor

from chassis.calls import caller
from chassis.requests import id_from, key_from, page_size_from, place_from, token_of, version_from
from isp.content.v1 import formats_pb2 as pb
from isp.content.v1 import formats_pb2_grpc
from kernel.ports import Clock
from services.content.inbound.format_translate import (
    answer_from,
    asked_from,
    offer_to_pb,
    request_to_pb,
)
from services.content.usecases.answer_format_request import AnswerFormatRequest
from services.content.usecases.ask_for_format import AskForFormat
from services.content.usecases.claim_format_request import ClaimFormatRequest
from services.content.usecases.close_format_request import CloseFormatRequest
from services.content.usecases.formatting import Shown
from services.content.usecases.get_format_request import GetFormatRequest
from services.content.usecases.list_format_requests import ListFormatRequests
from services.content.usecases.list_formats import ListFormats
from services.content.usecases.list_my_format_requests import ListMyFormatRequests
from services.content.usecases.release_format_request import ReleaseFormatRequest
from services.content.usecases.withdraw_format_request import WithdrawFormatRequest

Context = grpc.ServicerContext


@dataclass(frozen=True, slots=True, kw_only=True)
class FormatsServicer(formats_pb2_grpc.FormatsServiceServicer):
    """isp.content.v1.FormatsService."""

    ask_for_format: AskForFormat
    get_format_request: GetFormatRequest
    withdraw_format_request: WithdrawFormatRequest
    list_my_format_requests: ListMyFormatRequests
    list_formats: ListFormats
    list_format_requests: ListFormatRequests
    claim_format_request: ClaimFormatRequest
    release_format_request: ReleaseFormatRequest
    answer_format_request: AnswerFormatRequest
    close_format_request: CloseFormatRequest
    clock: Clock

    def AskForFormat(
        self, request: pb.AskForFormatRequest, context: Context
    ) -> pb.AskForFormatResponse:
        """Keep what a reader needs."""
        made, code = self.ask_for_format(
            caller(context),
            document_id=id_from("document_id", request.document_id),
            asked=asked_from(request),
            key=key_from("AskForFormat", request),
        )
        return pb.AskForFormatResponse(request=self._said(made, context), reply_code=code)

    def GetFormatRequest(
        self, request: pb.GetFormatRequestRequest, context: Context
    ) -> pb.GetFormatRequestResponse:
        """Read one's own."""
        found = self.get_format_request(
            caller(context),
            request_id=id_from("request_id", request.request_id),
            reply_code=request.reply_code,
        )
        return pb.GetFormatRequestResponse(request=self._said(found, context))

    def WithdrawFormatRequest(
        self, request: pb.WithdrawFormatRequestRequest, context: Context
    ) -> pb.WithdrawFormatRequestResponse:
        """Take one's own back."""
        found = self.withdraw_format_request(
            caller(context),
            request_id=id_from("request_id", request.request_id),
            expected_version=version_from(request.expected_version),
            reply_code=request.reply_code,
        )
        return pb.WithdrawFormatRequestResponse(request=self._said(found, context))

    def ListMyFormatRequests(
        self, _request: pb.ListMyFormatRequestsRequest, context: Context
    ) -> pb.ListMyFormatRequestsResponse:
        """List one's own."""
        found = self.list_my_format_requests(caller(context))
        return pb.ListMyFormatRequestsResponse(
            requests=[self._said(each, context) for each in found]
        )

    def ListFormats(
        self, request: pb.ListFormatsRequest, context: Context
    ) -> pb.ListFormatsResponse:
        """List what is offered."""
        document, offers = self.list_formats(
            caller(context), document_id=id_from("document_id", request.document_id)
        )
        return pb.ListFormatsResponse(formats=[offer_to_pb(each, document) for each in offers])

    def ListFormatRequests(
        self, request: pb.ListFormatRequestsRequest, context: Context
    ) -> pb.ListFormatRequestsResponse:
        """List what editors are to see to."""
        found, following = self.list_format_requests(
            caller(context),
            ended=request.ended,
            after=place_from(request.page_token),
            size=page_size_from(request.page_size),
        )
        return pb.ListFormatRequestsResponse(
            requests=[self._said(each, context) for each in found],
            next_page_token=token_of(following),
        )

    def ClaimFormatRequest(
        self, request: pb.ClaimFormatRequestRequest, context: Context
    ) -> pb.ClaimFormatRequestResponse:
        """See to one."""
        found = self.claim_format_request(
            caller(context),
            request_id=id_from("request_id", request.request_id),
            expected_version=version_from(request.expected_version),
        )
        return pb.ClaimFormatRequestResponse(request=self._said(found, context))

    def ReleaseFormatRequest(
        self, request: pb.ReleaseFormatRequestRequest, context: Context
    ) -> pb.ReleaseFormatRequestResponse:
        """Put one back."""
        found = self.release_format_request(
            caller(context),
            request_id=id_from("request_id", request.request_id),
            expected_version=version_from(request.expected_version),
        )
        return pb.ReleaseFormatRequestResponse(request=self._said(found, context))

    def AnswerFormatRequest(
        self, request: pb.AnswerFormatRequestRequest, context: Context
    ) -> pb.AnswerFormatRequestResponse:
        """Answer one."""
        found = self.answer_format_request(
            caller(context),
            request_id=id_from("request_id", request.request_id),
            expected_version=version_from(request.expected_version),
            answer=answer_from(request.answer),
        )
        return pb.AnswerFormatRequestResponse(request=self._said(found, context))

    def CloseFormatRequest(
        self, request: pb.CloseFormatRequestRequest, context: Context
    ) -> pb.CloseFormatRequestResponse:
        """End one."""
        found = self.close_format_request(
            caller(context),
            request_id=id_from("request_id", request.request_id),
            expected_version=version_from(request.expected_version),
            reason=request.reason,
        )
        return pb.CloseFormatRequestResponse(request=self._said(found, context))

    def _said(self, shown: Shown, context: Context) -> pb.FormatRequest:
        return request_to_pb(shown, caller(context), self.clock.now())


def formats_services_of(
    formats: FormatsServicer,
) -> dict[ServiceDescriptor, Callable[[grpc.Server], None]]:
    """Return the gRPC service of accessible formats with what adds it to a server."""
    return {
        pb.DESCRIPTOR.services_by_name["FormatsService"]: lambda server: (
            formats_pb2_grpc.add_FormatsServiceServicer_to_server(formats, server)
        )
    }
