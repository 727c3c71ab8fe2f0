"""PrivacyService as training keeps it: everything about a person, and nothing any more."""

import json

import pytest

from isp.privacy.v1 import privacy_pb2
from isp.privacy.v1.privacy_pb2_grpc import PrivacyServiceStub
from isp.training.v1 import training_pb2 as pb
from isp.training.v1.training_pb2_grpc import TrainingServiceStub
from tests.contract.training.classroom import certified
from tests.fakes.serving import Caller, Served, refusal


@pytest.fixture
def privacy(server: Served) -> PrivacyServiceStub:
    return PrivacyServiceStub(server.channel)


@pytest.fixture
def saga(server: Served) -> Caller:
    return server.service("identity")


def exported(privacy: PrivacyServiceStub, saga: Caller, subject: str) -> list[str]:
    request = privacy_pb2.ExportSubjectRequest(subject=subject)
    records = privacy.ExportSubject(request, metadata=saga.metadata).records
    assert all(each.purpose and json.loads(each.json) for each in records)
    return [each.table for each in records]


def test_a_learner_is_forgotten_and_their_certificate_can_still_be_checked(
    training: TrainingServiceStub, privacy: PrivacyServiceStub, saga: Caller, server: Served
) -> None:
    learner = server.caller()
    certificate = certified(training, learner)
    mine = pb.GetCertificateRequest(certificate_id=certificate.certificate_id)
    credential = training.GetCertificate(mine, metadata=learner.metadata).credential
    held = exported(privacy, saga, learner.subject)
    assert ["enrolments", "attempts", "attempts", "certificates"] == [
        each for each in held if each not in {"registrations", "statements"}
    ]
    assert (1, 14) == (held.count("registrations"), held.count("statements"))
    request = privacy_pb2.EraseSubjectRequest(subject=learner.subject)
    rows = [privacy.EraseSubject(request, metadata=saga.metadata).rows for _ in "12"]
    assert [5, 0] == rows
    assert [] == exported(privacy, saga, learner.subject)
    by_id = training.VerifyCertificate(
        pb.VerifyCertificateRequest(certificate_id=certificate.certificate_id)
    )
    assert (True, "") == (by_id.valid, by_id.stated.name)
    shown = training.VerifyCertificate(pb.VerifyCertificateRequest(credential=credential))
    assert (True, "Given Family") == (shown.valid, shown.stated.name)
    with refusal() as refused:
        training.GetCertificate(mine, metadata=learner.metadata)
    assert ("NOT_FOUND", "CERTIFICATE_NOT_FOUND") == refused.status_and_reason
