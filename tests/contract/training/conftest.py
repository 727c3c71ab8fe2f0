"""The real servicers of training behind their real door, on memory."""

from collections.abc import Callable, Iterator

import grpc
import pytest
from google.protobuf.descriptor import ServiceDescriptor

from chassis.configuration import Settings
from isp.training.v1 import training_pb2_grpc
from services.training.bootstrap import servicers
from services.training.config import SigningSettings, TrainingSettings
from services.training.inbound.rpc import services_of
from tests.fakes.plumbing import MemoryUnitOfWork
from tests.fakes.serving import Served, served
from tests.fakes.training import CATALOGUE, ENVIRONMENT, MemoryTrainingStores, memory


@pytest.fixture(scope="module")
def unit_of_work() -> MemoryUnitOfWork[MemoryTrainingStores]:
    return memory()


@pytest.fixture(scope="module")
def services(
    unit_of_work: MemoryUnitOfWork[MemoryTrainingStores],
) -> dict[ServiceDescriptor, Callable[[grpc.Server], None]]:
    environment = Settings(ENVIRONMENT)
    settings, signing = TrainingSettings.read(environment), SigningSettings.read(environment)
    return services_of(*servicers(settings, signing, unit_of_work, unit_of_work, CATALOGUE))


@pytest.fixture(scope="module")
def server(services: dict[ServiceDescriptor, Callable[[grpc.Server], None]]) -> Iterator[Served]:
    with served(services) as running:
        yield running


@pytest.fixture
def training(server: Served) -> training_pb2_grpc.TrainingServiceStub:
    return training_pb2_grpc.TrainingServiceStub(server.channel)


@pytest.fixture(autouse=True)
def stores(unit_of_work: MemoryUnitOfWork[MemoryTrainingStores]) -> MemoryTrainingStores:
    """The record, empty before each test."""
    unit_of_work.stores.__dict__.update(MemoryTrainingStores().__dict__)
    return unit_of_work.stores
