"""The real servicers of training behind their real door, on memory."""

from collections.abc import Callable, Iterator

import grpc
import pytest
from google.protobuf.descriptor import ServiceDescriptor

from chassis.configuration import Settings
from chassis.pseudonyms import Pseudonyms
from isp.training.v1 import (
    accreditation_pb2_grpc,
    assessment_pb2_grpc,
    exporting_pb2_grpc,
    launches_pb2_grpc,
    led_sessions_pb2_grpc,
    packages_pb2_grpc,
    training_pb2_grpc,
)
from services.training.bootstrap import servicers
from services.training.bootstrap_export import export_servicer
from services.training.bootstrap_led_sessions import led_sessions_servicer
from services.training.bootstrap_packages import packages_judging, packages_servicer
from services.training.bootstrap_records import launches_servicer, move_on
from services.training.bootstrap_reminders import reminders_servicer
from services.training.bootstrap_staff import passport_servicer, staff_servicer
from services.training.config import SigningSettings, TrainingSettings
from services.training.domain.course import Catalogue
from services.training.domain.course_files import load_courses
from services.training.inbound.exporting_rpc import export_services_of
from services.training.inbound.launches_rpc import launches_services
from services.training.inbound.led_sessions_rpc import led_sessions_services_of
from services.training.inbound.packages_rpc import packages_service
from services.training.inbound.passport_rpc import passport_service_of
from services.training.inbound.reminders_rpc import reminders_services_of
from services.training.inbound.rpc import services_of
from services.training.inbound.staff_rpc import staff_service_of
from services.training.outbound.published_courses import PublishedCourses
from tests.fakes.packaged_courses import MemoryPackages
from tests.fakes.plumbing import MemoryUnitOfWork
from tests.fakes.scanner import MemoryScanner
from tests.fakes.serving import Served, served
from tests.fakes.storage import MemoryStorage
from tests.fakes.training import (
    ENVIRONMENT,
    MemoryTrainingStores,
    course,
    credentials,
    memory,
)


@pytest.fixture(scope="module")
def unit_of_work() -> MemoryUnitOfWork[MemoryTrainingStores]:
    return memory()


@pytest.fixture(scope="module")
def storage() -> MemoryStorage:
    return MemoryStorage()


@pytest.fixture(scope="module")
def scanner() -> MemoryScanner:
    return MemoryScanner()


@pytest.fixture(scope="module")
def services(
    unit_of_work: MemoryUnitOfWork[MemoryTrainingStores],
    storage: MemoryStorage,
    scanner: MemoryScanner,
) -> dict[ServiceDescriptor, Callable[[grpc.Server], None]]:
    environment = Settings(ENVIRONMENT)
    settings, signing = TrainingSettings.read(environment), SigningSettings.read(environment)
    moving = move_on(MemoryPackages(), Pseudonyms(b"k"), settings.issuer.url)
    courses = Catalogue([course()], PublishedCourses(unit_of_work, seconds=0))
    launches = launches_servicer(unit_of_work, unit_of_work, courses, moving)
    packages = packages_servicer(
        environment, unit_of_work, unit_of_work, courses, packages_judging(storage, scanner)
    )
    exporting = export_servicer(settings.issuer, unit_of_work, Catalogue(load_courses()))
    led = led_sessions_servicer(unit_of_work, unit_of_work, courses)
    reminders = reminders_servicer(unit_of_work, unit_of_work)
    staff = staff_service_of(staff_servicer(unit_of_work, unit_of_work, courses))
    passports = passport_service_of(
        passport_servicer(unit_of_work, unit_of_work, credentials(), settings.issuer)
    )
    return {
        **services_of(*servicers(settings, signing, unit_of_work, unit_of_work, courses)),
        **packages_service(packages),
        **launches_services(launches),
        **export_services_of(exporting),
        **led_sessions_services_of(led),
        **reminders_services_of(reminders),
        **staff,
        **passports,
    }


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


@pytest.fixture
def launches(server: Served) -> launches_pb2_grpc.LaunchesServiceStub:
    return launches_pb2_grpc.LaunchesServiceStub(server.channel)


@pytest.fixture
def exporting(server: Served) -> exporting_pb2_grpc.CourseExportServiceStub:
    return exporting_pb2_grpc.CourseExportServiceStub(server.channel)


@pytest.fixture
def assessment(server: Served) -> assessment_pb2_grpc.AssessmentServiceStub:
    return assessment_pb2_grpc.AssessmentServiceStub(server.channel)


@pytest.fixture
def accreditation(server: Served) -> accreditation_pb2_grpc.AccreditationServiceStub:
    return accreditation_pb2_grpc.AccreditationServiceStub(server.channel)


@pytest.fixture
def led(server: Served) -> led_sessions_pb2_grpc.LedSessionsServiceStub:
    return led_sessions_pb2_grpc.LedSessionsServiceStub(server.channel)


@pytest.fixture(autouse=True)
def stores(unit_of_work: MemoryUnitOfWork[MemoryTrainingStores]) -> MemoryTrainingStores:
    """The record, empty before each test."""
    unit_of_work.stores.__dict__.update(MemoryTrainingStores().__dict__)
    return unit_of_work.stores
