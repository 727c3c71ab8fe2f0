"""Tell of attempts that were marked before statements were made of them."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from services.training.domain.course import Catalogue
from services.training.domain.enrolment import EnrolmentStatus
from services.training.domain.errors import CourseNotFound, EnrolmentNotFound
from services.training.usecases.ports import UnitOfWork

AT_ONCE: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class TellEarlier:
    """Run by the clock until nothing is left, an enrolment at a time, each held while it is told.

    What was told stays told when a process dies, and nothing is told twice: that it was told is
    kept in the transaction that tells it. An attempt at a version that is not there stays untold,
    and the audit says of its certificate that the course is not there.
    """

    unit_of_work: UnitOfWork
    catalogue: Catalogue

    def __call__(self) -> int:
        """Return of how many attempts was told; again none."""
        count, after = 0, None
        while some := self._some(after):
            for enrolment_id in some:
                count += self._told(enrolment_id)
            after = some[-1]
        return count

    def _some(self, after: UUID | None) -> list[UUID]:
        with self.unit_of_work() as tx:
            return list(tx.course_record.backlog(after=after, size=AT_ONCE))

    def _told(self, enrolment_id: UUID) -> int:
        with self.unit_of_work() as tx:
            try:
                enrolment = tx.enrolments.get(enrolment_id, lock=True)
                course = self.catalogue.version(enrolment.course_id, enrolment.course_version)
            except (EnrolmentNotFound, CourseNotFound):
                return 0  # its learner was erased meanwhile, or as the class says
            untold = tx.course_record.untold([enrolment_id])
            attempts = [
                each
                for each in tx.attempts.of_enrolments([enrolment_id])
                if each.attempt_id in untold
            ]
            attempts.sort(key=lambda each: (each.submitted_at, each.attempt_id))
            done = enrolment.status is EnrolmentStatus.COMPLETED
            tx.course_record.tell(
                enrolment,
                course,
                attempts,
                course_completed=done and not tx.course_record.told_complete(enrolment_id),
            )
        return len(attempts)
