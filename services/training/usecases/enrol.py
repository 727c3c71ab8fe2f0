"""Begin a course."""

from dataclasses import dataclass
from uuid import UUID

from kernel.idempotency import RequestKey
from kernel.ports import Clock, Ids
from kernel.principals import Principal
from kernel.usage import Used
from services.training.domain.course import Catalogue
from services.training.domain.enrolment import Enrolment
from services.training.domain.withdrawal import versions_of
from services.training.usecases.ports import UnitOfWork
from services.training.usecases.reading import Learning, learnings


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrol:
    """Begin a course in the version that is offered; that version is finished."""

    unit_of_work: UnitOfWork
    catalogue: Catalogue
    clock: Clock
    ids: Ids

    def __call__(self, caller: Principal, *, course_id: UUID, key: RequestKey) -> Learning:
        """Return the enrolment; the same key gives the same one.

        Raises:
            CourseNotFound: there is none that the caller may know of.
            AlreadyEnrolled: an enrolment of the caller in the course is open.
            IdempotencyKeyReused: the key came with another body.
        """
        now, learner = self.clock.now(), caller.person
        with self.unit_of_work() as tx:
            withdrawn = versions_of(tx.withdrawals.everything())
            course = self.catalogue.newest(caller, course_id, withdrawn)
            enrolment = Enrolment.begun(self.ids.new(), course, subject=learner, at=now)
            earlier = tx.idempotency.claim(learner, key, str(enrolment.enrolment_id))
            if earlier is not None:
                enrolment = tx.enrolments.get(UUID(earlier))
            else:
                tx.enrolments.add(enrolment)
                used = Used(caller=caller, metric="training.enrolled", at=now, detail=course.title)
                tx.outbox.add(used)
            return learnings(tx, self.catalogue, [enrolment])[0]
