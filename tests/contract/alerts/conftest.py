"""The real servicers of alerts behind their real door, on memory."""

from collections.abc import Callable, Iterator

import grpc
import pytest
from google.protobuf.descriptor import ServiceDescriptor

from chassis.configuration import Settings
from isp.alerts.v1 import (
    alerts_pb2_grpc,
    answers_pb2_grpc,
    cascades_pb2_grpc,
    dead_letters_pb2_grpc,
    devices_pb2_grpc,
    drills_pb2_grpc,
    push_pb2_grpc,
    regional_pb2_grpc,
    webhooks_pb2_grpc,
)
from isp.privacy.v1 import privacy_pb2_grpc
from services.alerts.bootstrap_cascade import cascades_servicer
from services.alerts.bootstrap_cordons import cordon_services
from services.alerts.bootstrap_devices import device_services
from services.alerts.bootstrap_drills import drill_services
from services.alerts.bootstrap_guarding import guarding_services
from services.alerts.bootstrap_push import push_services
from services.alerts.bootstrap_regional import regional_services
from services.alerts.bootstrap_rumours import rumour_services
from services.alerts.bootstrap_services import (
    dead_letter_services,
    record_servicers,
    servicers,
    threat_levels_servicer,
)
from services.alerts.bootstrap_sites import site_services
from services.alerts.bootstrap_webhooks import webhook_services
from services.alerts.config import AlertsSettings
from services.alerts.config_webhooks import PushSettings, WebhookSettings
from services.alerts.inbound.cascades_rpc import cascade_services_of
from services.alerts.inbound.record_rpc import record_services_of
from services.alerts.inbound.rpc import services_of
from services.alerts.inbound.threat_rpc import threat_services_of
from tests.contract.alerts.desk import CALLBACK_SECRET, TICKET_KEY, Desk
from tests.fakes.alerts import MemoryAlertsStores, memory
from tests.fakes.plumbing import MemoryUnitOfWork
from tests.fakes.serving import Served, served

ENVIRONMENT = {
    "ISP_ENVIRONMENT": "test",
    "ISP_OIDC_ISSUER": "http://keycloak.test/realms/isp",
    "ISP_OIDC_JWKS_URL": "http://keycloak.test/keys",
    "ISP_NATS_URL": "nats://nats.test",
    "ISP_PSEUDONYM_KEY": "pseudonyms",
    "ALERTS_DATABASE_URL": "postgresql+psycopg://database.test/alerts",
    "ALERTS_NATS_PASSWORD": "nats",
    "ALERTS_GRPC_LISTEN": "localhost:1",
    "ALERTS_METRICS_LISTEN": "localhost:2",
    "ALERTS_STREAM_LISTEN": "localhost:3",
    "ALERTS_STREAM_PUBLIC_URL": "http://stream.test/v1/alerts/stream",
    "ALERTS_TICKET_KEY": TICKET_KEY,
    "ALERTS_CAP_SENDER": "alerts@isp.example",
    "ISP_PUBLIC_URL": "https://isp.example",
    "ALERTS_WEBHOOK_KEY": "webhooks" * 4,
    "ALERTS_VAPID_KEY": "browsers" * 4,
}


@pytest.fixture(scope="module")
def unit_of_work() -> MemoryUnitOfWork[MemoryAlertsStores]:
    return memory()


@pytest.fixture(scope="module")
def services(
    unit_of_work: MemoryUnitOfWork[MemoryAlertsStores],
) -> dict[ServiceDescriptor, Callable[[grpc.Server], None]]:
    settings = AlertsSettings.read(Settings(ENVIRONMENT))
    webhooks = WebhookSettings.read(Settings(ENVIRONMENT))
    return services_of(
        *servicers(settings, unit_of_work, unit_of_work, callback_secret=CALLBACK_SECRET)
    ) | {
        **record_services_of(*record_servicers(unit_of_work, unit_of_work)),
        **threat_services_of(threat_levels_servicer(unit_of_work, unit_of_work)),
        **webhook_services(webhooks, unit_of_work, unit_of_work),
        **cordon_services(unit_of_work, unit_of_work),
        **rumour_services(unit_of_work, unit_of_work),
        **site_services(unit_of_work, unit_of_work),
        **drill_services(unit_of_work, unit_of_work),
        **cascade_services_of(cascades_servicer(unit_of_work, unit_of_work)),
        **regional_services(unit_of_work),
        **dead_letter_services(unit_of_work, unit_of_work),
        **guarding_services(unit_of_work, unit_of_work),
        **push_services(PushSettings.read(Settings(ENVIRONMENT)), unit_of_work),
        **device_services(unit_of_work, unit_of_work, notifies=True),
    }


@pytest.fixture(scope="module")
def server(services: dict[ServiceDescriptor, Callable[[grpc.Server], None]]) -> Iterator[Served]:
    with served(services) as running:
        yield running


@pytest.fixture(autouse=True)
def stores(unit_of_work: MemoryUnitOfWork[MemoryAlertsStores]) -> MemoryAlertsStores:
    """The record, empty before each test."""
    unit_of_work.stores.__dict__.update(MemoryAlertsStores().__dict__)
    return unit_of_work.stores


@pytest.fixture
def alerts(server: Served) -> alerts_pb2_grpc.AlertsServiceStub:
    return alerts_pb2_grpc.AlertsServiceStub(server.channel)


@pytest.fixture
def answers(server: Served) -> answers_pb2_grpc.AnswersServiceStub:
    return answers_pb2_grpc.AnswersServiceStub(server.channel)


@pytest.fixture
def webhooks(server: Served) -> webhooks_pb2_grpc.WebhooksServiceStub:
    return webhooks_pb2_grpc.WebhooksServiceStub(server.channel)


@pytest.fixture
def dead_letters(server: Served) -> dead_letters_pb2_grpc.DeadLettersServiceStub:
    return dead_letters_pb2_grpc.DeadLettersServiceStub(server.channel)


@pytest.fixture
def cascades(server: Served) -> cascades_pb2_grpc.CascadesServiceStub:
    return cascades_pb2_grpc.CascadesServiceStub(server.channel)


@pytest.fixture
def regional(server: Served) -> regional_pb2_grpc.RegionalAlertsServiceStub:
    return regional_pb2_grpc.RegionalAlertsServiceStub(server.channel)


@pytest.fixture
def drills(server: Served) -> drills_pb2_grpc.DrillsServiceStub:
    return drills_pb2_grpc.DrillsServiceStub(server.channel)


@pytest.fixture
def push(server: Served) -> push_pb2_grpc.PushServiceStub:
    return push_pb2_grpc.PushServiceStub(server.channel)


@pytest.fixture
def devices(server: Served) -> devices_pb2_grpc.DevicesServiceStub:
    return devices_pb2_grpc.DevicesServiceStub(server.channel)


@pytest.fixture
def privacy(server: Served) -> privacy_pb2_grpc.PrivacyServiceStub:
    return privacy_pb2_grpc.PrivacyServiceStub(server.channel)


@pytest.fixture
def desk(server: Served, alerts: alerts_pb2_grpc.AlertsServiceStub) -> Desk:
    return Desk.opened(server, alerts)
