"""The RPCs of premises' response levels: each translates, calls its use case, translates back."""

from collections.abc import Callable
from dataclasses import dataclass

import grpc
from google.protobuf.descriptor import ServiceDescriptor

from chassis.calls import caller
from chassis.requests import id_from, page_size_from, text_from, version_from
from isp.alerts.v1 import site_responses_pb2 as rpc
from isp.alerts.v1 import site_responses_pb2_grpc
from kernel.ports import Clock
from kernel.principals import Principal
from services.alerts.domain.site_response import REASON_LONGEST
from services.alerts.inbound.site_translate import after_from, only_from, wanted_from
from services.alerts.inbound.threat_translate import number_from, token_from
from services.alerts.site_messages import override_to_pb, site_to_pb
from services.alerts.usecases.get_site_response import GetSiteResponse
from services.alerts.usecases.lift_site_response import LiftSiteResponse
from services.alerts.usecases.list_site_overrides import ListSiteOverrides
from services.alerts.usecases.list_site_responses import ListSiteResponses
from services.alerts.usecases.set_site_response import SetSiteResponse


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteResponsesServicer(site_responses_pb2_grpc.SiteResponsesServiceServicer):
    """isp.alerts.v1.SiteResponsesService."""

    list_site_responses: ListSiteResponses
    get_site_response: GetSiteResponse
    list_site_overrides: ListSiteOverrides
    set_site_response: SetSiteResponse
    lift_site_response: LiftSiteResponse
    clock: Clock

    def ListSiteResponses(
        self, request: rpc.ListSiteResponsesRequest, context: grpc.ServicerContext
    ) -> rpc.ListSiteResponsesResponse:
        """Read what counts at the organisation's premises."""
        who, after = caller(context), after_from(request.page_token)
        only, size = only_from(request.premises_ids), page_size_from(request.page_size)
        sites, onward = self.list_site_responses(who, only=only, after=after, size=size)
        shown, token = [site_to_pb(each, self.clock.now()) for each in sites], str(onward or "")
        return rpc.ListSiteResponsesResponse(
            sites=shown, next_page_token=token, may_set=_may_set(who)
        )

    def GetSiteResponse(
        self, request: rpc.GetSiteResponseRequest, context: grpc.ServicerContext
    ) -> rpc.GetSiteResponseResponse:
        """Read what counts at one premises."""
        who, premises_id = caller(context), id_from("premises_id", request.premises_id)
        site = self.get_site_response(who, premises_id=premises_id)
        shown = site_to_pb(site, self.clock.now())
        return rpc.GetSiteResponseResponse(site=shown, may_set=_may_set(who))

    def ListSiteOverrides(
        self, request: rpc.ListSiteOverridesRequest, context: grpc.ServicerContext
    ) -> rpc.ListSiteOverridesResponse:
        """Read which own levels a premises had."""
        who, premises_id = caller(context), id_from("premises_id", request.premises_id)
        before, size = number_from(request.page_token), page_size_from(request.page_size)
        found, onward = self.list_site_overrides(
            who, premises_id=premises_id, before=before, size=size
        )
        shown = [override_to_pb(each) for each in found]
        return rpc.ListSiteOverridesResponse(overrides=shown, next_page_token=token_from(onward))

    def SetSiteResponse(
        self, request: rpc.SetSiteResponseRequest, context: grpc.ServicerContext
    ) -> rpc.SetSiteResponseResponse:
        """Set an own level."""
        who, expected = caller(context), request.expected_version
        premises_id, wanted = wanted_from(request)
        site = self.set_site_response(
            who, premises_id=premises_id, wanted=wanted, expected_version=expected
        )
        return rpc.SetSiteResponseResponse(site=site_to_pb(site, self.clock.now()))

    def LiftSiteResponse(
        self, request: rpc.LiftSiteResponseRequest, context: grpc.ServicerContext
    ) -> rpc.LiftSiteResponseResponse:
        """End an own level."""
        who, premises_id = caller(context), id_from("premises_id", request.premises_id)
        expected = version_from(request.expected_version)
        why = text_from("reason", request.reason, REASON_LONGEST)
        site = self.lift_site_response(
            who, premises_id=premises_id, expected_version=expected, why=why
        )
        return rpc.LiftSiteResponseResponse(site=site_to_pb(site, self.clock.now()))


def _may_set(who: Principal) -> bool:
    return who.may("alerts:set-site-response")


def site_services_of(
    sites: SiteResponsesServicer,
) -> dict[ServiceDescriptor, Callable[[grpc.Server], None]]:
    """Return the gRPC service of premises' response levels with what adds it to a server."""
    return {
        rpc.DESCRIPTOR.services_by_name["SiteResponsesService"]: lambda server: (
            site_responses_pb2_grpc.add_SiteResponsesServiceServicer_to_server(sites, server)
        ),
    }
