"""Begin a course."""

from dataclasses import dataclass
from uuid import UUID

from kernel.idempotency import RequestKey
from kernel.ports import Clock, Ids
from kernel.principals import Principal
from kernel.usage import Used
from services.training.domain.course import Catalogue
from services.training.domain.enrolment import Enrolment
from services.training.domain.errors import PrerequisitesMissing
from services.training.domain.prerequisites import prerequisites_of
from services.training.domain.withdrawal import versions_of
from services.training.usecases.ports import UnitOfWork
from services.training.usecases.reading import Learning, learnings, newest_known


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
            PrerequisitesMissing: the course asks for others first; named by their titles.
            AlreadyEnrolled: an enrolment of the caller in the course is open.
            IdempotencyKeyReused: the key came with another body.
        """
        now, learner = self.clock.now(), caller.person
        with self.unit_of_work() as tx:
            withdrawn = versions_of(tx.withdrawals.everything())
            mine = tx.enrolments.of_subject(learner)
            course = newest_known(self.catalogue, caller, course_id, withdrawn, mine)
            asked = prerequisites_of(course, self.catalogue, mine, withdrawn)
            missing = [each.course.title for each in asked if not each.completed]
            if missing:
                raise PrerequisitesMissing(missing)
            enrolment = Enrolment.begun(self.ids.new(), course, subject=learner, at=now)
            earlier = tx.idempotency.claim(learner, key, str(enrolment.enrolment_id))
            if earlier is not None:
                enrolment = tx.enrolments.get(UUID(earlier))
            else:
                tx.enrolments.add(enrolment)
                used = Used(caller=caller, metric="training.enrolled", at=now, detail=course.title)
                tx.outbox.add(used)
            return learnings(tx, self.catalogue, [enrolment])[0]
