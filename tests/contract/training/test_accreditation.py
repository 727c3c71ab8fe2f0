"""Versions that end and certificates that are issued anew, through the front of training."""

from datetime import UTC, datetime, timedelta

import pytest

from isp.training.v1 import accreditation_pb2 as acc
from isp.training.v1 import training_pb2 as pb
from isp.training.v1.accreditation_pb2_grpc import AccreditationServiceStub
from isp.training.v1.training_pb2_grpc import TrainingServiceStub
from tests.contract.training.classroom import COURSE, certified, new_key
from tests.fakes.serving import Caller, Served, refusal


@pytest.fixture
def learner(server: Served) -> Caller:
    return server.caller()


@pytest.fixture
def trainer(server: Served) -> Caller:
    return server.caller("trainer")


def withdrawing(**changed: object) -> acc.WithdrawVersionRequest:
    good: dict[str, object] = {"course_id": COURSE, "version": 1, "reason": "It is old."}
    request = acc.WithdrawVersionRequest(**good | changed)  # type: ignore[arg-type]
    request.ends_at.FromDatetime(datetime.now(UTC) + timedelta(days=1))
    return request


def test_a_version_ends_for_everyone_who_did_not_begin_it(
    training: TrainingServiceStub, accreditation: AccreditationServiceStub, trainer: Caller
) -> None:
    made = accreditation.WithdrawVersion(withdrawing(), metadata=trainer.metadata).version
    assert (1, "It is old.", True) == (made.version, made.reason, made.HasField("ends_at"))
    listed = accreditation.ListCourseVersions(
        acc.ListCourseVersionsRequest(), metadata=trainer.metadata
    )
    assert [made] == list(listed.versions)
    assert [] == list(training.ListCourses(pb.ListCoursesRequest()).courses)
    with refusal() as refused:
        accreditation.WithdrawVersion(withdrawing(), metadata=trainer.metadata)
    assert ("FAILED_PRECONDITION", "VERSION_WITHDRAWN") == refused.status_and_reason


def test_what_is_wrong_with_a_withdrawal_is_named(
    accreditation: AccreditationServiceStub, trainer: Caller
) -> None:
    with refusal() as refused:
        request = acc.WithdrawVersionRequest()
        accreditation.WithdrawVersion(request, metadata=trainer.metadata)
    assert ["course_id", "ends_at", "reason"] == [each.field for each in refused.said.violations]
    with refusal() as refused:
        accreditation.WithdrawVersion(withdrawing(version=9), metadata=trainer.metadata)
    assert ("NOT_FOUND", "COURSE_NOT_FOUND") == refused.status_and_reason


def test_a_name_is_corrected_once(
    training: TrainingServiceStub, accreditation: AccreditationServiceStub, learner: Caller
) -> None:
    held = certified(training, learner, "Wrong Name")
    request = acc.ReissueCertificateRequest(
        certificate_id=held.certificate_id, name="Right Name", idempotency_key=new_key()
    )
    anew = accreditation.ReissueCertificate(request, metadata=learner.metadata).certificate
    assert ("Right Name", held.valid_until) == (anew.name, anew.valid_until)
    for each, good in ((held, False), (anew, True)):
        said = pb.VerifyCertificateRequest(certificate_id=each.certificate_id)
        assert good == training.VerifyCertificate(said).valid
    again = acc.ReissueCertificateRequest(
        certificate_id=anew.certificate_id, name="Other Name", idempotency_key=new_key()
    )
    with refusal() as refused:
        accreditation.ReissueCertificate(again, metadata=learner.metadata)
    assert ("FAILED_PRECONDITION", "CERTIFICATE_REISSUED") == refused.status_and_reason
