"""The routes of partners' identity providers: what they say, hear and show."""

from datetime import UTC, datetime
from typing import Any, Final

from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp

from isp.identity.v1 import providers_pb2 as pb
from tests.contract.gateway.route import KEY, PERSON_ID, PROVIDER_ID, VERSION, Route

NOON: Final = Timestamp()
NOON.FromDatetime(datetime(2026, 11, 24, 12, tzinfo=UTC))
_AT: Final = "2026-11-24T12:00:00.000Z"
_ENDS: Final = {
    "issuer": "https://sign-in.port.example",
    "sign_in_url": "https://sign-in.port.example/authorize",
    "token_url": "https://sign-in.port.example/token",
    "keys_url": "https://sign-in.port.example/keys",
    "client_id": "isp",
}
PROVIDER: Final = pb.Provider(
    provider_id=PROVIDER_ID,
    version=3,
    status=pb.PROVIDER_STATUS_ACTIVE,
    name="The port",
    protocol=pb.PROVIDER_PROTOCOL_OIDC,
    ends=pb.ProviderEnds(**_ENDS),
    callback_url="https://keycloak.test/broker/org-1/endpoint",
    proposed_at=NOON,
    confirmed_at=NOON,
)
_BODY: Final[dict[str, Any]] = {
    "name": "The port",
    "protocol": "OIDC",
    **_ENDS,
    "client_secret": "a secret",
}
_PROVIDER: Final = "/v1/identity-providers/{provider_id}"
_OF: Final[dict[str, Any]] = {"provider_id": PROVIDER_ID, "expected_version": VERSION}
_WHY: Final = {"reason": "It left."}

PROVIDER_ROUTES: Final = (
    Route(
        "POST",
        "/v1/identity-providers",
        "ProposeProvider",
        status=201,
        body=_BODY,
        needs_key=True,
        message=pb.ProposeProviderRequest(
            name="The port",
            protocol=pb.PROVIDER_PROTOCOL_OIDC,
            ends=pb.ProviderEnds(**_ENDS),
            client_secret="a secret",
            idempotency_key=KEY,
        ),
    ),
    Route(
        "GET",
        "/v1/identity-providers",
        "ListProviders",
        query={"page_size": 7, "page_token": "a+b/c="},
        message=pb.ListProvidersRequest(page_size=7, page_token="a+b/c="),
    ),
    Route("GET", _PROVIDER, "GetProvider", pb.GetProviderRequest(provider_id=PROVIDER_ID)),
    Route(
        "POST",
        f"{_PROVIDER}/confirmation",
        "ConfirmProvider",
        needs_version=True,
        message=pb.ConfirmProviderRequest(**_OF),
    ),
    Route(
        "POST",
        f"{_PROVIDER}/end",
        "DisableProvider",
        body=_WHY,
        needs_version=True,
        message=pb.DisableProviderRequest(**_OF, **_WHY),
    ),
    Route(
        "GET",
        "/v1/organisation-suggestions",
        "ListOrganisationSuggestions",
        pb.ListOrganisationSuggestionsRequest(),
    ),
    Route(
        "PUT",
        "/v1/organisation-suggestions/{subject}",
        "DecideOrganisationSuggestion",
        status=204,
        answers="text/html",
        body={"outcome": "CONFIRMED"},
        message=pb.DecideOrganisationSuggestionRequest(subject=PERSON_ID, confirmed=True),
    ),
)
ANSWERS: Final[dict[str, Message]] = {
    "ProposeProvider": pb.ProposeProviderResponse(provider=PROVIDER),
    "ConfirmProvider": pb.ConfirmProviderResponse(provider=PROVIDER),
    "DisableProvider": pb.DisableProviderResponse(provider=PROVIDER),
    "ListProviders": pb.ListProvidersResponse(providers=[PROVIDER], next_page_token="next"),
    "GetProvider": pb.GetProviderResponse(provider=PROVIDER),
    "ListOrganisationSuggestions": pb.ListOrganisationSuggestionsResponse(
        suggestions=[
            pb.OrganisationSuggestion(
                subject=PERSON_ID,
                name="Port Guard",
                email="guard@port.example",
                provider_name="The port",
                organisation_name="Port of Somewhere",
                came_at=NOON,
            )
        ]
    ),
    "DecideOrganisationSuggestion": pb.DecideOrganisationSuggestionResponse(),
}
_SHOWN: Final = {
    "provider_id": PROVIDER_ID,
    "version": 3,
    "status": "ACTIVE",
    "name": "The port",
    "protocol": "OIDC",
    **_ENDS,
    "certificate": None,
    "callback_url": "https://keycloak.test/broker/org-1/endpoint",
    "our_entity_id": None,
    "proposed_at": _AT,
    "proposed_by_you": False,
    "confirmed_at": _AT,
    "disabled_at": None,
    "disabled_because": None,
    "carrying": False,
}
READ: Final[dict[str, Any]] = {
    "ProposeProvider": _SHOWN,
    "ConfirmProvider": _SHOWN,
    "DisableProvider": _SHOWN,
    "ListProviders": {"providers": [_SHOWN], "next_page_token": "next"},
    "GetProvider": _SHOWN,
    "ListOrganisationSuggestions": {
        "suggestions": [
            {
                "subject": PERSON_ID,
                "name": "Port Guard",
                "email": "guard@port.example",
                "provider_name": "The port",
                "organisation_name": "Port of Somewhere",
                "came_at": _AT,
            }
        ]
    },
}
