"""ProvidersService: who makes a partner's identity provider, through the front."""

from uuid import UUID

import pytest

from isp.identity.v1 import providers_pb2 as pb
from isp.identity.v1.providers_pb2_grpc import ProvidersServiceStub
from services.identity.domain.partner_provider import BrokeredPerson
from tests.contract.identity.office import key
from tests.fakes.identity import NOON, MemoryIdentityStores, subscriber
from tests.fakes.providers import an_active_provider
from tests.fakes.serving import Caller, Served, refusal

ENDS = {
    "issuer": "https://sign-in.port.example",
    "sign_in_url": "https://sign-in.port.example/authorize",
    "token_url": "https://sign-in.port.example/token",
    "keys_url": "https://sign-in.port.example/keys",
    "client_id": "isp",
}
SAML = {
    "issuer": "urn:port:sign-in",
    "sign_in_url": "https://sign-in.port.example/saml",
    "certificate": "MIIBkTCB",
}


def proposal(ends: dict = ENDS, **changed: object) -> pb.ProposeProviderRequest:
    said = {
        "name": "The port",
        "protocol": pb.PROVIDER_PROTOCOL_OIDC,
        "ends": pb.ProviderEnds(**ends),
        "client_secret": "a secret",
        "idempotency_key": key(),
    }
    return pb.ProposeProviderRequest(**said | changed)


@pytest.fixture
def providers(server: Served) -> ProvidersServiceStub:
    return ProvidersServiceStub(server.channel)


@pytest.fixture
def admin(server: Served) -> Caller:
    return server.caller("platform-admin")


def test_two_people_make_one_and_its_secret_is_never_said(
    server: Served, providers: ProvidersServiceStub, admin: Caller
) -> None:
    made = providers.ProposeProvider(proposal(), metadata=admin.metadata).provider
    assert made.callback_url.endswith(f"/broker/org-{made.provider_id}/endpoint")
    assert "a secret" not in str(made)
    read = pb.ConfirmProviderRequest(provider_id=made.provider_id, expected_version=1)
    with refusal() as refused:
        providers.ConfirmProvider(read, metadata=admin.metadata)
    assert ("PERMISSION_DENIED", "SELF_CONFIRMATION") == refused.status_and_reason
    privacy = server.caller("privacy-officer")
    active = providers.ConfirmProvider(read, metadata=privacy.metadata).provider
    assert pb.PROVIDER_STATUS_ACTIVE == active.status
    ended = providers.DisableProvider(
        pb.DisableProviderRequest(
            provider_id=made.provider_id, expected_version=2, reason="It left."
        ),
        metadata=privacy.metadata,
    ).provider
    one = providers.GetProvider(
        pb.GetProviderRequest(provider_id=made.provider_id), metadata=admin.metadata
    ).provider
    assert (pb.PROVIDER_STATUS_DISABLED, "It left.") == (one.status, ended.disabled_because)
    listed = providers.ListProviders(pb.ListProvidersRequest(), metadata=admin.metadata)
    assert [3] == [each.version for each in listed.providers]


def test_saml_needs_a_certificate_and_no_secret(
    providers: ProvidersServiceStub, admin: Caller
) -> None:
    saml = {"protocol": pb.PROVIDER_PROTOCOL_SAML}
    good = proposal(SAML, client_secret="", **saml)
    assert providers.ProposeProvider(good, metadata=admin.metadata).provider.our_entity_id
    with refusal() as refused:
        providers.ProposeProvider(proposal(ENDS, **saml), metadata=admin.metadata)
    assert {"token_url", "keys_url", "client_id", "client_secret", "certificate"} == {
        each.field for each in refused.said.violations
    }


@pytest.mark.parametrize(
    ("ends", "changed", "field"),
    [
        (ENDS, {"name": ""}, "name"),
        (ENDS, {"protocol": 9}, "protocol"),
        (ENDS | {"issuer": "http://sign-in.port.example"}, {}, "issuer"),
        (ENDS | {"sign_in_url": ""}, {}, "sign_in_url"),
        (ENDS | {"token_url": "https://10.0.0.1/token"}, {}, "token_url"),
        (ENDS | {"keys_url": "https://localhost/keys"}, {}, "keys_url"),
        (ENDS | {"client_id": ""}, {}, "client_id"),
        (ENDS, {"client_secret": "x" * 301}, "client_secret"),
        (SAML | {"certificate": "text"}, {"protocol": 2, "client_secret": ""}, "certificate"),
    ],
)
def test_what_is_wrong_is_named(
    providers: ProvidersServiceStub, admin: Caller, ends: dict, changed: dict, field: str
) -> None:
    with refusal() as refused:
        providers.ProposeProvider(proposal(ends, **changed), metadata=admin.metadata)
    assert [field] == [each.field for each in refused.said.violations]


def test_an_officer_decides_on_what_a_provider_said(
    server: Served, providers: ProvidersServiceStub, stores: MemoryIdentityStores
) -> None:
    stores.providers.add(provider := an_active_provider())
    stores.subscribers.add(subscriber("guard"))
    stores.providers.keep_person(
        BrokeredPerson(
            subject="guard",
            provider_id=UUID(str(provider.provider_id)),
            came_at=NOON,
            suggested_organisation="Port of Somewhere",
        )
    )
    officer = server.caller("verification-officer")
    (found,) = providers.ListOrganisationSuggestions(
        pb.ListOrganisationSuggestionsRequest(), metadata=officer.metadata
    ).suggestions
    assert ("guard", "The port", "Port of Somewhere") == (
        found.subject,
        found.provider_name,
        found.organisation_name,
    )
    word = pb.DecideOrganisationSuggestionRequest(subject="guard", confirmed=True)
    with refusal() as refused:
        providers.DecideOrganisationSuggestion(word, metadata=server.caller("editor").metadata)
    assert "NOT_PERMITTED" == refused.status_and_reason[1]
    providers.DecideOrganisationSuggestion(word, metadata=officer.metadata)
    assert "Port of Somewhere" == stores.subscribers.get("guard").profile.organisation_name
