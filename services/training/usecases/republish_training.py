"""Tell everyone again of every course completed and every certificate."""

from dataclasses import dataclass

from services.training.domain.events import CertificateIssued, CertificateRevoked, CourseCompleted
from services.training.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class RepublishTraining:
    """Put a snapshot of everything that was told into the outbox again."""

    unit_of_work: UnitOfWork

    def __call__(self) -> int:
        """Return how many were put there."""
        count = 0
        with self.unit_of_work() as tx:
            for enrolment in tx.enrolments.completed():
                tx.outbox.again(CourseCompleted(enrolment))
                count += 1
            for each in tx.certificates.everything():
                tx.outbox.again(
                    CertificateIssued(each) if each.revoked_at is None else CertificateRevoked(each)
                )
                count += 1
        return count
