"""The RPCs of access: each translates, calls its use case, translates back."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

import grpc
from google.protobuf.descriptor import ServiceDescriptor

from chassis.calls import caller
from chassis.requests import id_from, key_from, page_size_from, version_from
from isp.content.v1 import access_pb2 as pb
from isp.content.v1 import access_pb2_grpc
from isp.kernel.v1 import kernel_pb2
from services.content.domain.access_request import DEFAULT_DAYS, UNDECIDED, AccessStatus, needs_two
from services.content.inbound.access_translate import request_to_pb, teaser_to_pb
from services.content.messages import document_to_pb
from services.content.usecases.ask_for_access import AskForAccess
from services.content.usecases.decide_access_request import DecideAccessRequest
from services.content.usecases.get_access_request import GetAccessRequest
from services.content.usecases.get_teaser import GetTeaser
from services.content.usecases.list_access_requests import ListAccessRequests
from services.content.usecases.list_my_access_requests import ListMyAccessRequests
from services.content.usecases.list_teasers import ListTeasers
from services.content.usecases.revoke_access import RevokeAccess
from services.content.usecases.withdraw_access_request import WithdrawAccessRequest

_GRANTED = frozenset({AccessStatus.GRANTED})


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessServicer(access_pb2_grpc.AccessServiceServicer):
    """isp.content.v1.AccessService."""

    get_teaser: GetTeaser
    list_teasers: ListTeasers
    ask_for_access: AskForAccess
    list_my_access_requests: ListMyAccessRequests
    withdraw_access_request: WithdrawAccessRequest
    list_access_requests: ListAccessRequests
    get_access_request: GetAccessRequest
    decide_access_request: DecideAccessRequest
    revoke_access: RevokeAccess

    def GetTeaser(
        self, request: pb.GetTeaserRequest, context: grpc.ServicerContext
    ) -> pb.GetTeaserResponse:
        """Show what may be known."""
        who = caller(context)
        document = self.get_teaser(who, document_id=id_from("document_id", request.document_id))
        return pb.GetTeaserResponse(teaser=teaser_to_pb(document, who))

    def ListTeasers(
        self, request: pb.ListTeasersRequest, context: grpc.ServicerContext
    ) -> pb.ListTeasersResponse:
        """List what may be asked for."""
        who = caller(context)
        after = id_from("page_token", request.page_token) if request.page_token else None
        size = page_size_from(request.page_size)
        found, following = self.list_teasers(who, after=after, size=size)
        return pb.ListTeasersResponse(
            teasers=[teaser_to_pb(each, who) for each in found],
            next_page_token=str(following or ""),
        )

    def AskForAccess(
        self, request: pb.AskForAccessRequest, context: grpc.ServicerContext
    ) -> pb.AskForAccessResponse:
        """Ask."""
        asked = self.ask_for_access(
            caller(context),
            document_id=id_from("document_id", request.document_id),
            reason=request.reason,
            key=key_from("AskForAccess", request),
        )
        return pb.AskForAccessResponse(request=request_to_pb(asked))

    def ListMyAccessRequests(
        self, _request: pb.ListMyAccessRequestsRequest, context: grpc.ServicerContext
    ) -> pb.ListMyAccessRequestsResponse:
        """List the caller's."""
        who = caller(context)
        found = self.list_my_access_requests(who)
        mine = [
            request_to_pb(each, document, reads=reads, requester=who)
            for each, document, reads in found
        ]
        return pb.ListMyAccessRequestsResponse(requests=mine)

    def WithdrawAccessRequest(
        self, request: pb.WithdrawAccessRequestRequest, context: grpc.ServicerContext
    ) -> pb.WithdrawAccessRequestResponse:
        """Take one of the caller's back."""
        given_up = self.withdraw_access_request(
            caller(context),
            request_id=_id(request.request_id),
            expected_version=version_from(request.expected_version),
        )
        return pb.WithdrawAccessRequestResponse(request=request_to_pb(given_up))

    def ListAccessRequests(
        self, request: pb.ListAccessRequestsRequest, context: grpc.ServicerContext
    ) -> pb.ListAccessRequestsResponse:
        """List what an editor decides about."""
        statuses = _GRANTED if request.granted else UNDECIDED
        found = self.list_access_requests(caller(context), statuses=statuses)
        shown = [request_to_pb(each, document, reads=True) for each, document in found]
        return pb.ListAccessRequestsResponse(requests=shown)

    def GetAccessRequest(
        self, request: pb.GetAccessRequestRequest, context: grpc.ServicerContext
    ) -> pb.GetAccessRequestResponse:
        """Show one with who asks."""
        found, document, who = self.get_access_request(
            caller(context), request_id=_id(request.request_id)
        )
        shown = pb.GetAccessRequestResponse(
            request=request_to_pb(found, document, reads=True),
            document=document_to_pb(document, body=False),
            needs_two=needs_two(document.content.marking),
        )
        if who is not None:
            shown.tier = kernel_pb2.Tier.Value(f"TIER_{who.tier.name}")
            shown.sectors.extend(sorted(who.sectors))
            shown.regions.extend(sorted(who.regions))
        return shown

    def DecideAccessRequest(
        self, request: pb.DecideAccessRequestRequest, context: grpc.ServicerContext
    ) -> pb.DecideAccessRequestResponse:
        """Say yes or no."""
        decided, document = self.decide_access_request(
            caller(context),
            request_id=_id(request.request_id),
            expected_version=version_from(request.expected_version),
            yes=request.yes,
            days=request.days or DEFAULT_DAYS,
            because=request.because,
        )
        return pb.DecideAccessRequestResponse(request=request_to_pb(decided, document, reads=True))

    def RevokeAccess(
        self, request: pb.RevokeAccessRequest, context: grpc.ServicerContext
    ) -> pb.RevokeAccessResponse:
        """Take a grant back."""
        revoked, document = self.revoke_access(
            caller(context),
            request_id=_id(request.request_id),
            expected_version=version_from(request.expected_version),
            because=request.because,
        )
        return pb.RevokeAccessResponse(request=request_to_pb(revoked, document, reads=True))


def _id(said: str) -> UUID:
    return id_from("request_id", said)


def access_services_of(
    access: AccessServicer,
) -> dict[ServiceDescriptor, Callable[[grpc.Server], None]]:
    """Return the gRPC service of access with what adds it to a server."""
    return {
        pb.DESCRIPTOR.services_by_name["AccessService"]: lambda server: (
            access_pb2_grpc.add_AccessServiceServicer_to_server(access, server)
        )
    }
