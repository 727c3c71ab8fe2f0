"""The RPCs of partners' catalogues: each translates, calls its use case, translates back."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import grpc
from google.protobuf.descriptor import ServiceDescriptor

from chassis.calls import caller
from chassis.requests import id_from, text_from, version_from
from isp.content.v1 import partner_catalogues_pb2 as pb
from isp.content.v1 import partner_catalogues_pb2_grpc
from services.content.inbound.partner_translate import catalogue_to_pb, proposal_from
from services.content.usecases.confirm_catalogue import ConfirmCatalogue
from services.content.usecases.end_catalogue import EndCatalogue
from services.content.usecases.get_catalogue import GetCatalogue
from services.content.usecases.list_catalogues import ListCatalogues
from services.content.usecases.propose_catalogue import ProposeCatalogue

REASON_LONGEST: Final = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerCataloguesServicer(partner_catalogues_pb2_grpc.PartnerCataloguesServiceServicer):
    """isp.content.v1.PartnerCataloguesService."""

    propose_catalogue: ProposeCatalogue
    confirm_catalogue: ConfirmCatalogue
    end_catalogue: EndCatalogue
    list_catalogues: ListCatalogues
    get_catalogue: GetCatalogue

    def ProposeCatalogue(
        self, request: pb.ProposeCatalogueRequest, context: grpc.ServicerContext
    ) -> pb.ProposeCatalogueResponse:
        """Keep a proposal."""
        who = caller(context)
        catalogue = self.propose_catalogue(who, **proposal_from(request))
        return pb.ProposeCatalogueResponse(catalogue=catalogue_to_pb(catalogue, who))

    def ConfirmCatalogue(
        self, request: pb.ConfirmCatalogueRequest, context: grpc.ServicerContext
    ) -> pb.ConfirmCatalogueResponse:
        """Let a proposal take effect."""
        catalogue = self.confirm_catalogue(
            who := caller(context),
            catalogue_id=id_from("catalogue_id", request.catalogue_id),
            expected_version=version_from(request.expected_version),
        )
        return pb.ConfirmCatalogueResponse(catalogue=catalogue_to_pb(catalogue, who))

    def EndCatalogue(
        self, request: pb.EndCatalogueRequest, context: grpc.ServicerContext
    ) -> pb.EndCatalogueResponse:
        """End a source."""
        catalogue = self.end_catalogue(
            who := caller(context),
            catalogue_id=id_from("catalogue_id", request.catalogue_id),
            expected_version=version_from(request.expected_version),
            reason=text_from("reason", request.reason, REASON_LONGEST),
        )
        return pb.EndCatalogueResponse(catalogue=catalogue_to_pb(catalogue, who))

    def ListCatalogues(
        self, _request: pb.ListCataloguesRequest, context: grpc.ServicerContext
    ) -> pb.ListCataloguesResponse:
        """Show the sources."""
        who = caller(context)
        shown = [catalogue_to_pb(each, who, faults=False) for each in self.list_catalogues()]
        return pb.ListCataloguesResponse(catalogues=shown)

    def GetCatalogue(
        self, request: pb.GetCatalogueRequest, context: grpc.ServicerContext
    ) -> pb.GetCatalogueResponse:
        """Show a source."""
        catalogue_id = id_from("catalogue_id", request.catalogue_id)
        catalogue = self.get_catalogue(catalogue_id=catalogue_id)
        return pb.GetCatalogueResponse(catalogue=catalogue_to_pb(catalogue, caller(context)))


def catalogues_services_of(
    catalogues: PartnerCataloguesServicer,
) -> dict[ServiceDescriptor, Callable[[grpc.Server], None]]:
    """Return the gRPC service of catalogues with what adds it to a server."""
    return {
        pb.DESCRIPTOR.services_by_name["PartnerCataloguesService"]: lambda server: (
            partner_catalogues_pb2_grpc.add_PartnerCataloguesServiceServicer_to_server(
                catalogues, server
            )
        )
    }
