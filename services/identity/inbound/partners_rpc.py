"""The RPCs of partner sites: each translates, calls its use case, translates back."""

from collections.abc import Callable
from dataclasses import dataclass

import grpc
from google.protobuf.descriptor import ServiceDescriptor

from chassis.calls import caller
from chassis.requests import (
    id_from,
    page_size_from,
    place_from,
    text_from,
    token_of,
    version_from,
)
from isp.identity.v1 import partners_pb2 as pb
from isp.identity.v1 import partners_pb2_grpc
from services.identity.inbound.partners_translate import (
    day_to_pb,
    days_from,
    proposal_from,
    site_to_pb,
)
from services.identity.usecases.confirm_partner_site import ConfirmPartnerSite
from services.identity.usecases.disable_partner_site import DisablePartnerSite
from services.identity.usecases.get_partner_site import GetPartnerSite
from services.identity.usecases.get_partner_usage import GetPartnerUsage
from services.identity.usecases.issue_partner_secret import IssuePartnerSecret
from services.identity.usecases.list_my_partner_sites import ListMyPartnerSites
from services.identity.usecases.list_partner_sites import ListPartnerSites
from services.identity.usecases.propose_partner_site import ProposePartnerSite

LONGEST_REASON = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnersServicer(partners_pb2_grpc.PartnersServiceServicer):
    """isp.identity.v1.PartnersService. `local_too` takes addresses of this machine."""

    propose_partner_site: ProposePartnerSite
    confirm_partner_site: ConfirmPartnerSite
    issue_partner_secret: IssuePartnerSecret
    disable_partner_site: DisablePartnerSite
    list_partner_sites: ListPartnerSites
    get_partner_site: GetPartnerSite
    list_my_partner_sites: ListMyPartnerSites
    get_partner_usage: GetPartnerUsage
    local_too: bool

    def ProposePartnerSite(
        self, request: pb.ProposePartnerSiteRequest, context: grpc.ServicerContext
    ) -> pb.ProposePartnerSiteResponse:
        """Keep a proposal."""
        who, said = caller(context), proposal_from(request, local_too=self.local_too)
        site = self.propose_partner_site(who, **said)
        return pb.ProposePartnerSiteResponse(site=site_to_pb(site, who))

    def ConfirmPartnerSite(
        self, request: pb.ConfirmPartnerSiteRequest, context: grpc.ServicerContext
    ) -> pb.ConfirmPartnerSiteResponse:
        """Let a proposal take effect."""
        who, site_id = caller(context), id_from("site_id", request.site_id)
        version = version_from(request.expected_version)
        site = self.confirm_partner_site(who, site_id=site_id, expected_version=version)
        return pb.ConfirmPartnerSiteResponse(site=site_to_pb(site, who))

    def IssuePartnerSecret(
        self, request: pb.IssuePartnerSecretRequest, context: grpc.ServicerContext
    ) -> pb.IssuePartnerSecretResponse:
        """Make a secret, and say it this once."""
        who, site_id = caller(context), id_from("site_id", request.site_id)
        version = version_from(request.expected_version)
        site, secret = self.issue_partner_secret(who, site_id=site_id, expected_version=version)
        return pb.IssuePartnerSecretResponse(site=site_to_pb(site, who), secret=secret)

    def DisablePartnerSite(
        self, request: pb.DisablePartnerSiteRequest, context: grpc.ServicerContext
    ) -> pb.DisablePartnerSiteResponse:
        """End a site."""
        who, site_id = caller(context), id_from("site_id", request.site_id)
        version = version_from(request.expected_version)
        why = text_from("reason", request.reason, LONGEST_REASON)
        site = self.disable_partner_site(who, site_id=site_id, expected_version=version, reason=why)
        return pb.DisablePartnerSiteResponse(site=site_to_pb(site, who))

    def ListPartnerSites(
        self, request: pb.ListPartnerSitesRequest, context: grpc.ServicerContext
    ) -> pb.ListPartnerSitesResponse:
        """Show the sites."""
        who, after = caller(context), place_from(request.page_token)
        size = page_size_from(request.page_size)
        found, people, following = self.list_partner_sites(who, after=after, size=size)
        shown = [site_to_pb(each, who, people) for each in found]
        return pb.ListPartnerSitesResponse(sites=shown, next_page_token=token_of(following))

    def GetPartnerSite(
        self, request: pb.GetPartnerSiteRequest, context: grpc.ServicerContext
    ) -> pb.GetPartnerSiteResponse:
        """Show a site."""
        who, site_id = caller(context), id_from("site_id", request.site_id)
        site, people = self.get_partner_site(who, site_id=site_id)
        return pb.GetPartnerSiteResponse(site=site_to_pb(site, who, people))

    def ListMyPartnerSites(
        self, _request: pb.ListMyPartnerSitesRequest, context: grpc.ServicerContext
    ) -> pb.ListMyPartnerSitesResponse:
        """Show the caller's."""
        who = caller(context)
        found = self.list_my_partner_sites(who)
        return pb.ListMyPartnerSitesResponse(sites=[site_to_pb(each, who) for each in found])

    def GetPartnerUsage(
        self, request: pb.GetPartnerUsageRequest, context: grpc.ServicerContext
    ) -> pb.GetPartnerUsageResponse:
        """Show a site's figures."""
        site_id, days = id_from("site_id", request.site_id), days_from(request.days)
        found = self.get_partner_usage(caller(context), site_id=site_id, days=days)
        return pb.GetPartnerUsageResponse(days=map(day_to_pb, found))


def partners_services_of(
    partners: PartnersServicer,
) -> dict[ServiceDescriptor, Callable[[grpc.Server], None]]:
    """Return the gRPC service of partner sites with what adds it to a server."""
    return {
        pb.DESCRIPTOR.services_by_name["PartnersService"]: lambda server: (
            partners_pb2_grpc.add_PartnersServiceServicer_to_server(partners, server)
        ),
    }
