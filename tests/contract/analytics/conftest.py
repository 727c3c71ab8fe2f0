"""The real servicers of analytics behind their real door, on memory."""

from collections.abc import Callable, Iterator

import grpc
import pytest
from google.protobuf.descriptor import ServiceDescriptor

from chassis.configuration import Settings
from isp.analytics.v1 import analytics_pb2_grpc
from isp.privacy.v1 import privacy_pb2_grpc
from services.analytics.bootstrap import servicers
from services.analytics.config import AnalyticsSettings
from services.analytics.inbound.rpc import services_of
from tests.fakes.analytics import MemoryAnalyticsStores, memory
from tests.fakes.plumbing import MemoryUnitOfWork
from tests.fakes.serving import Served, served

ENVIRONMENT = {
    "ISP_ENVIRONMENT": "test",
    "ISP_OIDC_ISSUER": "http://keycloak.test/realms/isp",
    "ISP_OIDC_JWKS_URL": "http://keycloak.test/keys",
    "ISP_NATS_URL": "nats://nats.test",
    "ISP_PSEUDONYM_KEY": "pseudonyms",
    "ANALYTICS_DATABASE_URL": "postgresql+psycopg://database.test/analytics",
    "ANALYTICS_NATS_PASSWORD": "nats",
    "ANALYTICS_GRPC_LISTEN": "localhost:1",
    "ANALYTICS_METRICS_LISTEN": "localhost:2",
}


@pytest.fixture(scope="module")
def unit_of_work() -> MemoryUnitOfWork[MemoryAnalyticsStores]:
    return memory()


@pytest.fixture(scope="module")
def services(
    unit_of_work: MemoryUnitOfWork[MemoryAnalyticsStores],
) -> dict[ServiceDescriptor, Callable[[grpc.Server], None]]:
    settings = AnalyticsSettings.read(Settings(ENVIRONMENT))
    return services_of(*servicers(settings, unit_of_work, unit_of_work))


@pytest.fixture(scope="module")
def server(services: dict[ServiceDescriptor, Callable[[grpc.Server], None]]) -> Iterator[Served]:
    with served(services) as running:
        yield running


@pytest.fixture
def analytics(server: Served) -> analytics_pb2_grpc.AnalyticsServiceStub:
    return analytics_pb2_grpc.AnalyticsServiceStub(server.channel)


@pytest.fixture
def privacy(server: Served) -> privacy_pb2_grpc.PrivacyServiceStub:
    return privacy_pb2_grpc.PrivacyServiceStub(server.channel)


@pytest.fixture(autouse=True)
def stores(unit_of_work: MemoryUnitOfWork[MemoryAnalyticsStores]) -> MemoryAnalyticsStores:
    """The record, empty before each test."""
    unit_of_work.stores.__dict__.update(MemoryAnalyticsStores().__dict__)
    return unit_of_work.stores
