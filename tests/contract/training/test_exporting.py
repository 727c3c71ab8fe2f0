"""A trainer takes a course to another platform, through the front of training."""

import io
from uuid import uuid4
from zipfile import ZipFile

import pytest

from isp.training.v1 import exporting_pb2 as pb
from isp.training.v1.exporting_pb2_grpc import CourseExportServiceStub
from kernel.tiers import Tier
from services.training.inbound.cmi5_xml import read_structure
from services.training.outbound.self_check_files import course_named
from tests.fakes.serving import Caller, Served, refusal
from tests.fakes.training import MemoryTrainingStores


@pytest.fixture
def learner(server: Served) -> Caller:
    return server.caller()


@pytest.fixture
def trainer(server: Served) -> Caller:
    return server.caller("trainer", tier=Tier.TRUSTED)


LOCKDOWN = pb.ExportCourseRequest(course_id=str(course_named("lockdown")))


def test_a_trainer_takes_a_course_as_a_package(
    exporting: CourseExportServiceStub, trainer: Caller, stores: MemoryTrainingStores
) -> None:
    taken = exporting.ExportCourse(LOCKDOWN, metadata=trainer.metadata)
    with ZipFile(io.BytesIO(taken.file)) as archive:
        structure = read_structure(archive.read("cmi5.xml"))
    assert "Lockdown and evacuation for small venues" == structure.title["en-GB"]
    assert taken == exporting.ExportCourse(LOCKDOWN, metadata=trainer.metadata)
    assert ["training:export"] * 2 == [action for _, action, *_ in stores.audit.rows]


def test_a_learner_takes_none(
    exporting: CourseExportServiceStub, learner: Caller, stores: MemoryTrainingStores
) -> None:
    with refusal() as refused:
        exporting.ExportCourse(LOCKDOWN, metadata=learner.metadata)
    assert ("PERMISSION_DENIED", "NOT_PERMITTED") == refused.status_and_reason
    assert [] == stores.audit.rows


def test_a_course_that_is_not_there_is_not_found(
    exporting: CourseExportServiceStub, trainer: Caller
) -> None:
    with refusal() as refused:
        exporting.ExportCourse(
            pb.ExportCourseRequest(course_id=str(uuid4())), metadata=trainer.metadata
        )
    assert ("NOT_FOUND", "COURSE_NOT_FOUND") == refused.status_and_reason
