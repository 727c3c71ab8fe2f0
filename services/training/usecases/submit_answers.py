"""Hand an attempt in."""

from dataclasses import dataclass
from uuid import UUID

from kernel.idempotency import RequestKey
from kernel.ports import Clock
from kernel.principals import Principal
from kernel.usage import Used
from services.training.domain.attempt import Answers, Attempt
from services.training.domain.course import Catalogue, Module
from services.training.domain.enrolment import Enrolment, EnrolmentStatus
from services.training.domain.errors import AttemptNotFound, EnrolmentNotFound
from services.training.domain.events import CourseCompleted
from services.training.usecases.ports import Stores, UnitOfWork
from services.training.usecases.reading import Learning, learnings, own_enrolment


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """An attempt that was marked, its module, and the enrolment as it stands after it."""

    attempt: Attempt
    module: Module
    learning: Learning


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmitAnswers:
    """Mark an attempt, and complete or fail the enrolment when that settles it."""

    unit_of_work: UnitOfWork
    catalogue: Catalogue
    clock: Clock

    def __call__(
        self, caller: Principal, *, attempt_id: UUID, answers: Answers, key: RequestKey
    ) -> Marked:
        """Return how it was marked; the same key gives the same again.

        Raises:
            AttemptNotFound: it is not one of the caller's.
            CourseNotFound: the caller may not know of the course any more.
            AttemptSubmitted: it was handed in under another key.
            EnrolmentClosed: another module's attempts were used up meanwhile.
            QuestionNotDrawn: an answer is to a question that it does not ask.
            Invalid: a choice is not one of its question.
            IdempotencyKeyReused: the key came with another body.
        """
        with self.unit_of_work() as tx:
            attempt, enrolment = _locked(tx, caller, attempt_id)
            course = self.catalogue.version(enrolment.course_id, enrolment.course_version)
            module = course.shown_to(caller).module(attempt.module_id)
            if tx.idempotency.claim(caller.person, key, str(attempt_id)) is None:
                now = self.clock.now()
                attempt = attempt.submit(answers, module=module, pass_mark=course.pass_mark, at=now)
                enrolment.must_be_open()
                tx.attempts.save(attempt)
                outcome = "passed" if attempt.passed else "not passed"
                tx.outbox.add(
                    Used(caller=caller, metric="training.attempted", at=now, detail=outcome)
                )
                enrolment = _settled(tx, self.catalogue, enrolment)
                if enrolment.status is EnrolmentStatus.COMPLETED:
                    tx.outbox.add(
                        CourseCompleted(enrolment),
                        Used(
                            caller=caller,
                            metric="training.completed",
                            at=now,
                            detail=course.title,
                        ),
                    )
            learning = learnings(tx, self.catalogue, [enrolment])[0]
        return Marked(attempt=attempt, module=module, learning=learning)


def _locked(tx: Stores, caller: Principal, attempt_id: UUID) -> tuple[Attempt, Enrolment]:
    """Return an attempt of the caller as it stands once nobody else can change it."""
    enrolment_id = tx.attempts.get(attempt_id).enrolment_id
    try:
        enrolment = own_enrolment(tx.enrolments, caller, enrolment_id, lock=True)
    except EnrolmentNotFound:
        raise AttemptNotFound("There is no such attempt.") from None
    return tx.attempts.get(attempt_id), enrolment


def _settled(tx: Stores, catalogue: Catalogue, enrolment: Enrolment) -> Enrolment:
    learning = learnings(tx, catalogue, [enrolment])[0]
    settled = enrolment.assessed(learning.course, list(learning.progress))
    if settled != enrolment:
        tx.enrolments.save(settled)
    return settled
