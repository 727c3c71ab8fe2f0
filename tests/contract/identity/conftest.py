"""The real servicers of identity behind their real door, on memory."""

from collections.abc import Callable, Iterator

import grpc
import pytest
from google.protobuf.descriptor import ServiceDescriptor

from isp.identity.v1 import (
    alert_mails_pb2_grpc,
    groups_pb2_grpc,
    identity_pb2_grpc,
    premises_pb2_grpc,
    role_grants_pb2_grpc,
    seats_pb2_grpc,
    subscriptions_pb2_grpc,
    verifications_pb2_grpc,
)
from isp.privacy.v1 import privacy_pb2_grpc
from services.identity.bootstrap import servicers, subscriptions_servicer
from services.identity.bootstrap_alert_mails import alert_mails_servicer
from services.identity.bootstrap_channels import channels_servicer
from services.identity.bootstrap_directory import directory_servicer, naming_servicer, record_budget
from services.identity.bootstrap_factors import second_factors_services
from services.identity.bootstrap_held import held_servicer
from services.identity.bootstrap_keycloak import sign_ins_servicer
from services.identity.bootstrap_leads import security_leads_servicer
from services.identity.bootstrap_organisations import organisations_servicer
from services.identity.bootstrap_partners import partners_servicer
from services.identity.bootstrap_passkeys import passkeys_servicer
from services.identity.bootstrap_premises import premises_servicer
from services.identity.bootstrap_privacy import privacy_services
from services.identity.bootstrap_providers import providers_servicer
from services.identity.bootstrap_seats import seats_servicer
from services.identity.bootstrap_standing import standing_services
from services.identity.bootstrap_verifications import EvidenceSettings, verifications_services
from services.identity.inbound.alert_mails_rpc import alert_mails_services_of
from services.identity.inbound.channels_rpc import channels_services_of
from services.identity.inbound.directory_rpc import directory_services_of
from services.identity.inbound.held_rpc import held_services_of
from services.identity.inbound.naming_rpc import naming_services_of
from services.identity.inbound.organisations_rpc import organisations_services_of
from services.identity.inbound.partners_rpc import partners_services_of
from services.identity.inbound.passkeys_rpc import passkey_services_of
from services.identity.inbound.providers_rpc import providers_services_of
from services.identity.inbound.rpc import services_of
from services.identity.inbound.seats_rpc import seats_services_of
from services.identity.inbound.security_leads_rpc import security_leads_services_of
from services.identity.inbound.sign_ins_rpc import sign_ins_services_of
from services.identity.outbound.passkey_signer import PasskeySigner
from services.identity.outbound.web_authentication import WebAuthentication
from tests.contract.identity.office import Office
from tests.fakes.identity import MemoryIdentityStores, memory
from tests.fakes.identity_servers import MemoryAccounts
from tests.fakes.passkey_ceremonies import ORIGIN, SECRET
from tests.fakes.plumbing import MemoryUnitOfWork
from tests.fakes.second_factors import MemoryFactors, MemoryKeys
from tests.fakes.serving import Served, served
from tests.fakes.subscriptions import PSEUDONYMS

CALLBACK_SECRET = "shared with the provider"
EVIDENCE = EvidenceSettings(key="a key that is not kept anywhere")


@pytest.fixture(scope="module")
def unit_of_work() -> MemoryUnitOfWork[MemoryIdentityStores]:
    return memory()


@pytest.fixture(scope="module")
def keycloak() -> MemoryAccounts:
    return MemoryAccounts()


@pytest.fixture(scope="module")
def factors() -> MemoryFactors:
    return MemoryFactors()


@pytest.fixture(scope="module")
def services(
    unit_of_work: MemoryUnitOfWork[MemoryIdentityStores],
    keycloak: MemoryAccounts,
    factors: MemoryFactors,
) -> dict[ServiceDescriptor, Callable[[grpc.Server], None]]:
    budget = record_budget(unit_of_work)
    built = servicers(unit_of_work, unit_of_work, keycloak, PSEUDONYMS, EVIDENCE, budget=budget)
    subscriptions = subscriptions_servicer(unit_of_work, unit_of_work, PSEUDONYMS, CALLBACK_SECRET)
    passkeys = passkeys_servicer(
        unit_of_work,
        unit_of_work,
        ceremonies=WebAuthentication(ORIGIN),
        sessions=PasskeySigner.of(SECRET, public_url=ORIGIN, audience="isp-api"),
        secret=SECRET,
    )
    seats = seats_services_of(seats_servicer(unit_of_work, unit_of_work, budget))
    seats |= security_leads_services_of(security_leads_servicer(unit_of_work, unit_of_work))
    seats |= privacy_services(unit_of_work, unit_of_work, budget)
    seats |= alert_mails_services_of(alert_mails_servicer(unit_of_work, PSEUDONYMS))
    seats |= sign_ins_services_of(sign_ins_servicer(unit_of_work))
    seats |= partners_services_of(partners_servicer(unit_of_work, unit_of_work, local_too=False))
    seats |= providers_services_of(
        providers_servicer(
            unit_of_work, unit_of_work, issuer="https://keycloak.test/realms/isp", local_too=False
        )
    )
    seats |= organisations_services_of(organisations_servicer(unit_of_work, unit_of_work, budget))
    seats |= channels_services_of(channels_servicer(unit_of_work, PSEUDONYMS, keycloak))
    seats |= directory_services_of(directory_servicer(unit_of_work, budget))
    seats |= held_services_of(held_servicer(unit_of_work, PSEUDONYMS))
    seats |= naming_services_of(naming_servicer(unit_of_work, PSEUDONYMS, budget))
    others = services_of(*built, subscriptions, premises_servicer(unit_of_work, unit_of_work))
    cases = verifications_services(EVIDENCE, unit_of_work, unit_of_work)
    cases |= standing_services(unit_of_work, unit_of_work, keycloak, budget)
    cases |= second_factors_services(unit_of_work, factors, MemoryKeys(), budget, secret=SECRET)
    return others | seats | cases | passkey_services_of(passkeys)


@pytest.fixture(scope="module")
def server(services: dict[ServiceDescriptor, Callable[[grpc.Server], None]]) -> Iterator[Served]:
    with served(services) as running:
        yield running


@pytest.fixture(autouse=True)
def stores(unit_of_work: MemoryUnitOfWork[MemoryIdentityStores]) -> MemoryIdentityStores:
    """The record, empty before each test."""
    unit_of_work.stores.__dict__.update(MemoryIdentityStores().__dict__)
    return unit_of_work.stores


@pytest.fixture
def accounts(keycloak: MemoryAccounts) -> MemoryAccounts:
    """Keycloak, empty and there."""
    keycloak.__dict__.update(MemoryAccounts().__dict__)
    return keycloak


@pytest.fixture
def identity(server: Served) -> identity_pb2_grpc.IdentityServiceStub:
    return identity_pb2_grpc.IdentityServiceStub(server.channel)


@pytest.fixture
def subscriptions(server: Served) -> subscriptions_pb2_grpc.SubscriptionsServiceStub:
    return subscriptions_pb2_grpc.SubscriptionsServiceStub(server.channel)


@pytest.fixture
def premises(server: Served) -> premises_pb2_grpc.PremisesServiceStub:
    return premises_pb2_grpc.PremisesServiceStub(server.channel)


@pytest.fixture
def seats(server: Served) -> seats_pb2_grpc.SeatsServiceStub:
    return seats_pb2_grpc.SeatsServiceStub(server.channel)


@pytest.fixture
def groups(server: Served) -> groups_pb2_grpc.GroupsServiceStub:
    return groups_pb2_grpc.GroupsServiceStub(server.channel)


@pytest.fixture
def role_grants(server: Served) -> role_grants_pb2_grpc.RoleGrantsServiceStub:
    return role_grants_pb2_grpc.RoleGrantsServiceStub(server.channel)


@pytest.fixture
def alert_mails(server: Served) -> alert_mails_pb2_grpc.AlertMailsServiceStub:
    return alert_mails_pb2_grpc.AlertMailsServiceStub(server.channel)


@pytest.fixture
def verifications(server: Served) -> verifications_pb2_grpc.VerificationsServiceStub:
    return verifications_pb2_grpc.VerificationsServiceStub(server.channel)


@pytest.fixture
def privacy(server: Served) -> privacy_pb2_grpc.PrivacyServiceStub:
    return privacy_pb2_grpc.PrivacyServiceStub(server.channel)


@pytest.fixture
def office(
    server: Served,
    identity: identity_pb2_grpc.IdentityServiceStub,
    stores: MemoryIdentityStores,
) -> Office:
    return Office(server, identity, stores)
