"""What happened, for others to know."""

from dataclasses import dataclass

from kernel.usage import Used
from services.training.domain.certificate import Certificate
from services.training.domain.enrolment import Enrolment


@dataclass(frozen=True, slots=True)
class CourseCompleted:
    """A learner passed every module of a course."""

    enrolment: Enrolment


@dataclass(frozen=True, slots=True)
class CertificateIssued:
    """A certificate was issued."""

    certificate: Certificate


@dataclass(frozen=True, slots=True)
class CertificateRevoked:
    """A certificate was revoked."""

    certificate: Certificate


Snapshot = CourseCompleted | CertificateIssued | CertificateRevoked
Event = Snapshot | Used
