"""The RPCs of organisations and premises: each translates, calls, translates back."""

from dataclasses import dataclass

import grpc

from chassis.calls import caller
from chassis.requests import (
    id_from,
    key_from,
    page_size_from,
    place_from,
    token_of,
    version_from,
)
from isp.identity.v1 import premises_pb2 as pb
from isp.identity.v1 import premises_pb2_grpc
from services.identity.inbound.premises_translate import (
    details_from,
    organisation_name_from,
    organisation_to_pb,
    premises_to_pb,
)
from services.identity.usecases.add_premises import AddPremises
from services.identity.usecases.create_organisation import CreateOrganisation
from services.identity.usecases.get_organisation import GetOrganisation
from services.identity.usecases.get_premises import GetPremises
from services.identity.usecases.list_premises import ListPremises
from services.identity.usecases.remove_premises import RemovePremises
from services.identity.usecases.update_premises import UpdatePremises


@dataclass(frozen=True, slots=True, kw_only=True)
class PremisesServicer(premises_pb2_grpc.PremisesServiceServicer):
    """isp.identity.v1.PremisesService."""

    create_organisation: CreateOrganisation
    get_organisation: GetOrganisation
    list_premises: ListPremises
    get_premises: GetPremises
    add_premises: AddPremises
    update_premises: UpdatePremises
    remove_premises: RemovePremises

    def CreateOrganisation(
        self, request: pb.CreateOrganisationRequest, context: grpc.ServicerContext
    ) -> pb.CreateOrganisationResponse:
        """Make an organisation of the caller's own."""
        name, key = organisation_name_from(request.name), key_from("CreateOrganisation", request)
        made = self.create_organisation(caller(context), name=name, key=key)
        return pb.CreateOrganisationResponse(organisation=organisation_to_pb(made))

    def GetOrganisation(
        self, request: pb.GetOrganisationRequest, context: grpc.ServicerContext
    ) -> pb.GetOrganisationResponse:
        """Show whom the caller acts for."""
        found = self.get_organisation(caller(context))
        return pb.GetOrganisationResponse(organisation=organisation_to_pb(found))

    def ListPremises(
        self, request: pb.ListPremisesRequest, context: grpc.ServicerContext
    ) -> pb.ListPremisesResponse:
        """Show the premises of the caller's organisation."""
        after, size = place_from(request.page_token), page_size_from(request.page_size)
        found, following = self.list_premises(caller(context), after=after, size=size)
        return pb.ListPremisesResponse(
            premises=map(premises_to_pb, found), next_page_token=token_of(following)
        )

    def GetPremises(
        self, request: pb.GetPremisesRequest, context: grpc.ServicerContext
    ) -> pb.GetPremisesResponse:
        """Show premises."""
        premises_id = id_from("premises_id", request.premises_id)
        found = self.get_premises(caller(context), premises_id=premises_id)
        return pb.GetPremisesResponse(premises=premises_to_pb(found))

    def AddPremises(
        self, request: pb.AddPremisesRequest, context: grpc.ServicerContext
    ) -> pb.AddPremisesResponse:
        """Add premises."""
        details, key = details_from(request), key_from("AddPremises", request)
        made = self.add_premises(caller(context), details=details, key=key)
        return pb.AddPremisesResponse(premises=premises_to_pb(made))

    def UpdatePremises(
        self, request: pb.UpdatePremisesRequest, context: grpc.ServicerContext
    ) -> pb.UpdatePremisesResponse:
        """Replace what is said of premises."""
        updated = self.update_premises(
            caller(context),
            premises_id=id_from("premises_id", request.premises_id),
            expected_version=version_from(request.expected_version),
            details=details_from(request),
        )
        return pb.UpdatePremisesResponse(premises=premises_to_pb(updated))

    def RemovePremises(
        self, request: pb.RemovePremisesRequest, context: grpc.ServicerContext
    ) -> pb.RemovePremisesResponse:
        """Forget premises."""
        premises_id = id_from("premises_id", request.premises_id)
        version = version_from(request.expected_version)
        self.remove_premises(caller(context), premises_id=premises_id, expected_version=version)
        return pb.RemovePremisesResponse()
