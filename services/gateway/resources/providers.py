"""Partners' identity providers, and what they say of people's organisations, by REST."""

from http import HTTPStatus
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from apiflask import APIBlueprint, Schema
from apiflask.fields import Integer
from apiflask.validators import Length, OneOf, Range
from flask import Response, jsonify
from marshmallow import RAISE

from isp.identity.v1 import providers_pb2 as pb
from services.gateway.clients import clients
from services.gateway.preconditions import expected_version, idempotency_key, with_etag
from services.gateway.resources.alert_json import time_json
from services.gateway.resources.fields import String

providers = APIBlueprint("providers", __name__, url_prefix="/v1", tag="Partners' sign-in")

PROTOCOLS: Final = ("OIDC", "SAML")
OUTCOMES: Final = ("CONFIRMED", "REFUSED")
ENDS: Final = ("issuer", "sign_in_url", "token_url", "keys_url", "client_id", "certificate")
_CHANGED: Final = {
    200: "The provider",
    401: "A fresh second factor",
    403: "Not allowed, or proposed by you",
    404: "None",
    409: "Not in this state",
    412: "Stale",
    428: "No If-Match",
}


class ProviderIn(Schema):
    """A provider that somebody else must confirm; what the other protocol needs stays away."""

    name = String(required=True, validate=Length(1, 80))
    protocol = String(required=True, validate=OneOf(PROTOCOLS))
    issuer = String(required=True, validate=Length(1, 300))
    sign_in_url = String(required=True, validate=Length(1, 300))
    token_url = String(load_default="", validate=Length(max=300))
    keys_url = String(load_default="", validate=Length(max=300))
    client_id = String(load_default="", validate=Length(max=200))
    client_secret = String(load_default="", validate=Length(max=300), load_only=True)
    certificate = String(load_default="", validate=Length(max=9000))


class ProviderEndIn(Schema):
    """Why a provider is ended."""

    reason = String(required=True, validate=Length(1, 300))


class OrganisationWordIn(Schema):
    """An officer's word on what a provider said."""

    outcome = String(required=True, validate=OneOf(OUTCOMES))


class ProvidersQuery(Schema):
    """Which page."""

    page_size = Integer(load_default=20, validate=Range(1, 100))
    page_token = String(load_default="", validate=Length(max=200))


def provider_json(provider: pb.Provider) -> dict[str, Any]:
    """Return a provider."""
    return {
        "provider_id": provider.provider_id,
        "version": provider.version,
        "status": pb.ProviderStatus.Name(provider.status).removeprefix("PROVIDER_STATUS_"),
        "name": provider.name,
        "protocol": pb.ProviderProtocol.Name(provider.protocol).removeprefix("PROVIDER_PROTOCOL_"),
        **{name: getattr(provider.ends, name) or None for name in ENDS},
        "callback_url": provider.callback_url,
        "our_entity_id": provider.our_entity_id or None,
        "proposed_at": time_json(provider.proposed_at),
        "proposed_by_you": provider.proposed_by_you,
        "confirmed_at": (
            time_json(provider.confirmed_at) if provider.HasField("confirmed_at") else None
        ),
        "disabled_at": (
            time_json(provider.disabled_at) if provider.HasField("disabled_at") else None
        ),
        "disabled_because": provider.disabled_because or None,
        "carrying": provider.carrying,
    }


def _provider(provider: pb.Provider) -> Response:
    return with_etag(jsonify(provider_json(provider)), provider.version)


@providers.post("/identity-providers")
@providers.input(ProviderIn, arg_name="said")
@providers.doc(
    summary="Propose a partner's identity provider",
    description="It lets nobody in until somebody else confirms it. Needs Idempotency-Key and a "
    "fresh second factor.",
    responses={
        201: "The proposal",
        401: "A fresh second factor",
        403: "Not allowed",
        429: "As many as there may be",
    },
    security="bearer",
)
def propose_provider(said: dict[str, Any]) -> tuple[Response, int]:
    """Propose a provider."""
    message = pb.ProposeProviderRequest(
        name=said["name"],
        protocol=pb.ProviderProtocol.Value(f"PROVIDER_PROTOCOL_{said['protocol']}"),
        ends=pb.ProviderEnds(**{name: said[name] for name in ENDS}),
        client_secret=said["client_secret"],
        idempotency_key=idempotency_key(),
    )
    made = clients().call(clients().providers.ProposeProvider, message)
    return _provider(made.provider), HTTPStatus.CREATED


@providers.get("/identity-providers")
@providers.input(ProvidersQuery, location="query", arg_name="said", unknown=RAISE)
@providers.doc(
    summary="Partners' identity providers",
    responses={200: "A page, oldest first", 403: "Not allowed"},
    security="bearer",
)
def list_providers(said: dict[str, Any]) -> Response:
    """List providers."""
    page = clients().call(clients().providers.ListProviders, pb.ListProvidersRequest(**said))
    following = page.next_page_token or None
    shown = [provider_json(each) for each in page.providers]
    answer = jsonify({"providers": shown, "next_page_token": following})
    if following:
        query = urlencode(said | {"page_token": following})
        answer.headers["Link"] = f'</v1/identity-providers?{query}>; rel="next"'
    return answer


@providers.get("/identity-providers/<uuid:provider_id>")
@providers.doc(
    summary="A partner's identity provider",
    responses={200: "The provider", 403: "Not allowed", 404: "None"},
    security="bearer",
)
def get_provider(provider_id: UUID) -> Response:
    """Show a provider."""
    message = pb.GetProviderRequest(provider_id=str(provider_id))
    return _provider(clients().call(clients().providers.GetProvider, message).provider)


@providers.post("/identity-providers/<uuid:provider_id>/confirmation")
@providers.doc(
    summary="Confirm a provider that somebody else proposed",
    description="Needs If-Match and a fresh second factor.",
    responses=_CHANGED,
    security="bearer",
)
def confirm_provider(provider_id: UUID) -> Response:
    """Confirm a provider."""
    message = pb.ConfirmProviderRequest(
        provider_id=str(provider_id), expected_version=expected_version()
    )
    return _provider(clients().call(clients().providers.ConfirmProvider, message).provider)


@providers.post("/identity-providers/<uuid:provider_id>/end")
@providers.input(ProviderEndIn, arg_name="said")
@providers.doc(
    summary="End a provider, or give a proposal up",
    description="For good, at once. Needs If-Match and a fresh second factor.",
    responses=_CHANGED,
    security="bearer",
)
def disable_provider(provider_id: UUID, said: dict[str, Any]) -> Response:
    """End a provider."""
    message = pb.DisableProviderRequest(
        provider_id=str(provider_id), expected_version=expected_version(), **said
    )
    return _provider(clients().call(clients().providers.DisableProvider, message).provider)


@providers.get("/organisation-suggestions")
@providers.doc(
    summary="What providers said of people's organisations, and no officer decided on",
    responses={200: "The oldest hundred", 403: "Not allowed"},
    security="bearer",
)
def list_organisation_suggestions() -> Response:
    """List what waits."""
    message = pb.ListOrganisationSuggestionsRequest()
    found = clients().call(clients().providers.ListOrganisationSuggestions, message)
    return jsonify(
        {
            "suggestions": [
                {
                    "subject": each.subject,
                    "name": each.name,
                    "email": each.email,
                    "provider_name": each.provider_name,
                    "organisation_name": each.organisation_name,
                    "came_at": time_json(each.came_at),
                }
                for each in found.suggestions
            ]
        }
    )


@providers.put("/organisation-suggestions/<subject>")
@providers.input(OrganisationWordIn, arg_name="said")
@providers.doc(
    summary="Decide whether somebody acts for the organisation that was named",
    description="Needs a fresh second factor. Confirmed, they act for one of this name.",
    responses={
        204: "It is kept",
        401: "A fresh second factor",
        403: "Not allowed, or about you",
        404: "Nothing was said of them",
        409: "They act for one already",
    },
    security="bearer",
)
def decide_organisation_suggestion(subject: str, said: dict[str, Any]) -> tuple[str, int]:
    """Keep an officer's word."""
    message = pb.DecideOrganisationSuggestionRequest(
        subject=subject, confirmed=said["outcome"] == "CONFIRMED"
    )
    clients().call(clients().providers.DecideOrganisationSuggestion, message)
    return "", HTTPStatus.NO_CONTENT
