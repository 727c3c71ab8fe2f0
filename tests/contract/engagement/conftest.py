"""The real servicers of engagement behind their real door, on memory."""

from collections.abc import Callable, Iterator

import grpc
import pytest
from google.protobuf.descriptor import ServiceDescriptor

from chassis.configuration import Settings
from isp.engagement.v1 import engagement_pb2_grpc
from isp.privacy.v1 import privacy_pb2_grpc
from services.engagement.bootstrap import servicers
from services.engagement.config import EngagementSettings
from services.engagement.inbound.rpc import services_of
from tests.contract.engagement.desk import Desk
from tests.fakes.engagement import NOON, MemoryEngagementStores, memory
from tests.fakes.plumbing import MemoryUnitOfWork, SetClock
from tests.fakes.serving import Served, served

ENVIRONMENT = {
    "ISP_ENVIRONMENT": "test",
    "ISP_OIDC_ISSUER": "http://keycloak.test/realms/isp",
    "ISP_OIDC_JWKS_URL": "http://keycloak.test/keys",
    "ISP_NATS_URL": "nats://nats.test",
    "ISP_PSEUDONYM_KEY": "pseudonyms",
    "ENGAGEMENT_DATABASE_URL": "postgresql+psycopg://database.test/engagement",
    "ENGAGEMENT_NATS_PASSWORD": "nats",
    "ENGAGEMENT_GRPC_LISTEN": "localhost:1",
    "ENGAGEMENT_METRICS_LISTEN": "localhost:2",
    "ENGAGEMENT_MOST_OPEN_QUESTIONS": "4",
}


@pytest.fixture(scope="module")
def unit_of_work() -> MemoryUnitOfWork[MemoryEngagementStores]:
    return memory()


@pytest.fixture(scope="module")
def ticking() -> SetClock:
    return SetClock(NOON)


@pytest.fixture
def clock(ticking: SetClock) -> SetClock:
    """The service's clock, at noon before each test."""
    ticking.moment = NOON
    return ticking


@pytest.fixture(scope="module")
def services(
    unit_of_work: MemoryUnitOfWork[MemoryEngagementStores], ticking: SetClock
) -> dict[ServiceDescriptor, Callable[[grpc.Server], None]]:
    settings = EngagementSettings.read(Settings(ENVIRONMENT))
    return services_of(*servicers(settings, unit_of_work, unit_of_work, ticking))


@pytest.fixture(scope="module")
def server(services: dict[ServiceDescriptor, Callable[[grpc.Server], None]]) -> Iterator[Served]:
    with served(services) as running:
        yield running


@pytest.fixture
def engagement(server: Served) -> engagement_pb2_grpc.EngagementServiceStub:
    return engagement_pb2_grpc.EngagementServiceStub(server.channel)


@pytest.fixture
def privacy(server: Served) -> privacy_pb2_grpc.PrivacyServiceStub:
    return privacy_pb2_grpc.PrivacyServiceStub(server.channel)


@pytest.fixture(autouse=True)
def stores(unit_of_work: MemoryUnitOfWork[MemoryEngagementStores]) -> MemoryEngagementStores:
    """The record, empty before each test."""
    unit_of_work.stores.__dict__.update(MemoryEngagementStores().__dict__)
    return unit_of_work.stores


@pytest.fixture
def desk(
    server: Served,
    engagement: engagement_pb2_grpc.EngagementServiceStub,
    stores: MemoryEngagementStores,
    clock: SetClock,
) -> Desk:
    return Desk.opened(server, engagement, stores)
