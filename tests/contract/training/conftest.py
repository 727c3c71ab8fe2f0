"""The real servicers of training behind their real door, on memory."""

from collections.abc import Callable, Iterator

import grpc
import pytest
from google.protobuf.descriptor import ServiceDescriptor

from chassis.configuration import Settings
from isp.training.v1 import packages_pb2_grpc, training_pb2_grpc
from services.training.bootstrap import servicers
from services.training.bootstrap_packages import packages_servicer
from services.training.config import SigningSettings, TrainingSettings
from services.training.domain.course import Catalogue
from services.training.inbound.packages_rpc import packages_service
from services.training.inbound.rpc import services_of
from services.training.outbound.published_courses import PublishedCourses
from tests.fakes.plumbing import MemoryUnitOfWork
from tests.fakes.serving import Served, served
from tests.fakes.storage import MemoryStorage
from tests.fakes.training import ENVIRONMENT, MemoryTrainingStores, course, memory


@pytest.fixture(scope="module")
def unit_of_work() -> MemoryUnitOfWork[MemoryTrainingStores]:
    return memory()


@pytest.fixture(scope="module")
def storage() -> MemoryStorage:
    return MemoryStorage()


@pytest.fixture(scope="module")
def services(
    unit_of_work: MemoryUnitOfWork[MemoryTrainingStores], storage: MemoryStorage
) -> dict[ServiceDescriptor, Callable[[grpc.Server], None]]:
    environment = Settings(ENVIRONMENT)
    settings, signing = TrainingSettings.read(environment), SigningSettings.read(environment)
    courses = Catalogue([course()], PublishedCourses(unit_of_work, seconds=0))
    found = services_of(*servicers(settings, signing, unit_of_work, unit_of_work, courses))
    packages = packages_servicer(environment, unit_of_work, unit_of_work, courses, storage)
    return found | packages_service(packages)


@pytest.fixture(scope="module")
def server(services: dict[ServiceDescriptor, Callable[[grpc.Server], None]]) -> Iterator[Served]:
    with served(services) as running:
        yield running


@pytest.fixture
def training(server: Served) -> training_pb2_grpc.TrainingServiceStub:
    return training_pb2_grpc.TrainingServiceStub(server.channel)


@pytest.fixture
def packages(server: Served) -> packages_pb2_grpc.PackagesServiceStub:
    return packages_pb2_grpc.PackagesServiceStub(server.channel)


@pytest.fixture(autouse=True)
def stores(unit_of_work: MemoryUnitOfWork[MemoryTrainingStores]) -> MemoryTrainingStores:
    """The record, empty before each test."""
    unit_of_work.stores.__dict__.update(MemoryTrainingStores().__dict__)
    return unit_of_work.stores
