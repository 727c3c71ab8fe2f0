"""The RPCs of links to partners: each translates, calls its use case, translates back."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import grpc
from google.protobuf.descriptor import ServiceDescriptor

from chassis.calls import caller
from chassis.requests import id_from, text_from, version_from
from isp.content.v1 import partner_links_pb2 as pb
from isp.content.v1 import partner_links_pb2_grpc
from kernel.principals import Principal
from services.content.domain.document import EDITING, Document
from services.content.domain.partner_link import PartnerLink
from services.content.inbound.partner_translate import (
    addition_from,
    link_content_from,
    link_to_pb,
    partner_document_to_pb,
)
from services.content.usecases.add_partner_link import AddPartnerLink
from services.content.usecases.change_partner_link import ChangePartnerLink
from services.content.usecases.get_partner_link import GetPartnerLink
from services.content.usecases.list_broken_links import ListBrokenLinks
from services.content.usecases.list_partner_links import ListPartnerLinks
from services.content.usecases.open_partner_link import OpenPartnerLink
from services.content.usecases.remove_partner_link import RemovePartnerLink

REASON_LONGEST: Final = 300


def _shown(link: PartnerLink, to: Principal) -> pb.PartnerLink:
    return link_to_pb(link, whole=to.may(EDITING))


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerLinksServicer(partner_links_pb2_grpc.PartnerLinksServiceServicer):
    """isp.content.v1.PartnerLinksService."""

    list_partner_links: ListPartnerLinks
    get_partner_link: GetPartnerLink
    open_partner_link: OpenPartnerLink
    add_partner_link: AddPartnerLink
    change_partner_link: ChangePartnerLink
    remove_partner_link: RemovePartnerLink
    list_broken_links: ListBrokenLinks

    def ListPartnerLinks(
        self, _request: pb.ListPartnerLinksRequest, context: grpc.ServicerContext
    ) -> pb.ListPartnerLinksResponse:
        """Show the links."""
        who = caller(context)
        shown = [_shown(each, who) for each in self.list_partner_links()]
        return pb.ListPartnerLinksResponse(links=shown)

    def GetPartnerLink(
        self, request: pb.GetPartnerLinkRequest, context: grpc.ServicerContext
    ) -> pb.GetPartnerLinkResponse:
        """Show a link."""
        link = self.get_partner_link(link_id=id_from("link_id", request.link_id))
        return pb.GetPartnerLinkResponse(link=_shown(link, caller(context)))

    def OpenPartnerLink(
        self, request: pb.OpenPartnerLinkRequest, context: grpc.ServicerContext
    ) -> pb.OpenPartnerLinkResponse:
        """Say where one is about to go."""
        who, link_id = caller(context), id_from("link_id", request.link_id)
        found = self.open_partner_link(who, link_id=link_id)
        if isinstance(found, Document):
            url = found.partner.url if found.partner else ""
            shown = partner_document_to_pb(found)
            return pb.OpenPartnerLinkResponse(url=url, partner_document=shown)
        return pb.OpenPartnerLinkResponse(url=found.content.url, link=_shown(found, who))

    def AddPartnerLink(
        self, request: pb.AddPartnerLinkRequest, context: grpc.ServicerContext
    ) -> pb.AddPartnerLinkResponse:
        """List a new link."""
        who, (content, key) = caller(context), addition_from(request)
        link = self.add_partner_link(who, content=content, key=key)
        return pb.AddPartnerLinkResponse(link=_shown(link, who))

    def ChangePartnerLink(
        self, request: pb.ChangePartnerLinkRequest, context: grpc.ServicerContext
    ) -> pb.ChangePartnerLinkResponse:
        """Put the next version in a link's place."""
        link = self.change_partner_link(
            who := caller(context),
            link_id=id_from("link_id", request.link_id),
            expected_version=version_from(request.expected_version),
            content=link_content_from(request.content),
        )
        return pb.ChangePartnerLinkResponse(link=_shown(link, who))

    def RemovePartnerLink(
        self, request: pb.RemovePartnerLinkRequest, context: grpc.ServicerContext
    ) -> pb.RemovePartnerLinkResponse:
        """Take a link off the list."""
        self.remove_partner_link(
            caller(context),
            link_id=id_from("link_id", request.link_id),
            expected_version=version_from(request.expected_version),
            why=text_from("reason", request.reason, REASON_LONGEST),
        )
        return pb.RemovePartnerLinkResponse()

    def ListBrokenLinks(
        self, _request: pb.ListBrokenLinksRequest, context: grpc.ServicerContext
    ) -> pb.ListBrokenLinksResponse:
        """Show the links that an editor has to look at."""
        who = caller(context)
        shown = [_shown(each, who) for each in self.list_broken_links()]
        return pb.ListBrokenLinksResponse(links=shown)


def links_services_of(
    links: PartnerLinksServicer,
) -> dict[ServiceDescriptor, Callable[[grpc.Server], None]]:
    """Return the gRPC service of links with what adds it to a server."""
    return {
        pb.DESCRIPTOR.services_by_name["PartnerLinksService"]: lambda server: (
            partner_links_pb2_grpc.add_PartnerLinksServiceServicer_to_server(links, server)
        )
    }
