"""Telling everyone again."""

from services.training.domain.events import CertificateIssued, CertificateRevoked, CourseCompleted
from services.training.usecases.republish_training import RepublishTraining
from tests.fakes.training import NOON, certificate, completed, enrolment


def test_every_completion_and_certificate_is_told_of_again(unit_of_work, stores) -> None:
    done = completed(stores)
    stores.enrolments.add(enrolment("open"))
    good, ended = certificate(), certificate().revoke(why="A reason", at=NOON)
    stores.certificates.add(good)
    stores.certificates.add(ended)
    assert 3 == RepublishTraining(unit_of_work=unit_of_work)()
    told = stores.outbox.events
    assert CourseCompleted(done) == told[0]
    assert {CertificateIssued(good), CertificateRevoked(ended)} == set(told[1:])
