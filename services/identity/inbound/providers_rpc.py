"""The RPCs of partners' providers: each translates, calls its use case, translates back."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import grpc
from google.protobuf.descriptor import ServiceDescriptor

from chassis.calls import caller
from chassis.requests import (
    LONGEST_SUBJECT,
    id_from,
    page_size_from,
    place_from,
    text_from,
    token_of,
    version_from,
)
from isp.identity.v1 import providers_pb2 as pb
from isp.identity.v1 import providers_pb2_grpc
from services.identity.inbound.providers_translate import (
    proposal_from,
    provider_to_pb,
    suggestion_to_pb,
)
from services.identity.usecases.confirm_provider import ConfirmProvider
from services.identity.usecases.decide_organisation_suggestion import (
    DecideOrganisationSuggestion,
)
from services.identity.usecases.disable_provider import DisableProvider
from services.identity.usecases.get_provider import GetProvider
from services.identity.usecases.list_organisation_suggestions import (
    ListOrganisationSuggestions,
)
from services.identity.usecases.list_providers import ListProviders
from services.identity.usecases.propose_provider import ProposeProvider

LONGEST_REASON: Final = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvidersServicer(providers_pb2_grpc.ProvidersServiceServicer):
    """isp.identity.v1.ProvidersService. `issuer` is ours; `local_too` takes this machine."""

    propose_provider: ProposeProvider
    confirm_provider: ConfirmProvider
    disable_provider: DisableProvider
    list_providers: ListProviders
    get_provider: GetProvider
    list_organisation_suggestions: ListOrganisationSuggestions
    decide_organisation_suggestion: DecideOrganisationSuggestion
    issuer: str
    local_too: bool

    def ProposeProvider(
        self, request: pb.ProposeProviderRequest, context: grpc.ServicerContext
    ) -> pb.ProposeProviderResponse:
        """Keep a proposal."""
        who, said = caller(context), proposal_from(request, local_too=self.local_too)
        made = self.propose_provider(who, **said)
        return pb.ProposeProviderResponse(provider=provider_to_pb(made, who, self.issuer))

    def ConfirmProvider(
        self, request: pb.ConfirmProviderRequest, context: grpc.ServicerContext
    ) -> pb.ConfirmProviderResponse:
        """Let a proposal take effect."""
        who, provider_id = caller(context), id_from("provider_id", request.provider_id)
        version = version_from(request.expected_version)
        done = self.confirm_provider(who, provider_id=provider_id, expected_version=version)
        return pb.ConfirmProviderResponse(provider=provider_to_pb(done, who, self.issuer))

    def DisableProvider(
        self, request: pb.DisableProviderRequest, context: grpc.ServicerContext
    ) -> pb.DisableProviderResponse:
        """End a provider."""
        who, provider_id = caller(context), id_from("provider_id", request.provider_id)
        version = version_from(request.expected_version)
        why = text_from("reason", request.reason, LONGEST_REASON)
        done = self.disable_provider(
            who, provider_id=provider_id, expected_version=version, reason=why
        )
        return pb.DisableProviderResponse(provider=provider_to_pb(done, who, self.issuer))

    def ListProviders(
        self, request: pb.ListProvidersRequest, context: grpc.ServicerContext
    ) -> pb.ListProvidersResponse:
        """Show the providers."""
        who, after = caller(context), place_from(request.page_token)
        size = page_size_from(request.page_size)
        found, following = self.list_providers(who, after=after, size=size)
        shown = [provider_to_pb(each, who, self.issuer) for each in found]
        return pb.ListProvidersResponse(providers=shown, next_page_token=token_of(following))

    def GetProvider(
        self, request: pb.GetProviderRequest, context: grpc.ServicerContext
    ) -> pb.GetProviderResponse:
        """Show a provider."""
        who, provider_id = caller(context), id_from("provider_id", request.provider_id)
        found = self.get_provider(who, provider_id=provider_id)
        return pb.GetProviderResponse(provider=provider_to_pb(found, who, self.issuer))

    def ListOrganisationSuggestions(
        self, _request: pb.ListOrganisationSuggestionsRequest, context: grpc.ServicerContext
    ) -> pb.ListOrganisationSuggestionsResponse:
        """Show what waits for an officer."""
        found = self.list_organisation_suggestions(caller(context))
        shown = [suggestion_to_pb(*each) for each in found]
        return pb.ListOrganisationSuggestionsResponse(suggestions=shown)

    def DecideOrganisationSuggestion(
        self, request: pb.DecideOrganisationSuggestionRequest, context: grpc.ServicerContext
    ) -> pb.DecideOrganisationSuggestionResponse:
        """Keep an officer's word."""
        subject = text_from("subject", request.subject, LONGEST_SUBJECT)
        self.decide_organisation_suggestion(
            caller(context), subject=subject, confirmed=request.confirmed
        )
        return pb.DecideOrganisationSuggestionResponse()


def providers_services_of(
    providers: ProvidersServicer,
) -> dict[ServiceDescriptor, Callable[[grpc.Server], None]]:
    """Return the gRPC service of partners' providers with what adds it to a server."""
    return {
        pb.DESCRIPTOR.services_by_name["ProvidersService"]: lambda server: (
            providers_pb2_grpc.add_ProvidersServiceServicer_to_server(providers, server)
        ),
    }
