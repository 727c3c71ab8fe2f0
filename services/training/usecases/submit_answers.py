"""Hand an attempt in."""

from dataclasses import dataclass
from uuid import UUID

from kernel.idempotency import RequestKey
from kernel.ports import Clock
from kernel.principals import Principal
from kernel.usage import Used
from services.training.domain.attempt import Answers, Attempt
from services.training.domain.course import Catalogue, Module
from services.training.usecases.ports import UnitOfWork
from services.training.usecases.reading import Learning, learnings
from services.training.usecases.settling import locked, must_go_on, settled


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

        What was saved before and is not answered here counts. Once the time is up only that does.

        Raises:
            AttemptNotFound: it is not one of the caller's.
            CourseNotFound: the caller may not know of the course any more.
            AttemptSubmitted: it was handed in under another key.
            CourseWithdrawn: its version was withdrawn, and the end has come.
            EnrolmentClosed: another module's attempts were used up meanwhile.
            QuestionNotDrawn: an answer is to a question that it does not ask.
            Invalid: a choice is not one of its question.
            IdempotencyKeyReused: the key came with another body.
        """
        with self.unit_of_work() as tx:
            attempt, enrolment = locked(tx, caller, attempt_id)
            course = self.catalogue.version(enrolment.course_id, enrolment.course_version)
            module = course.shown_to(caller).module(attempt.module_id)
            if tx.idempotency.claim(caller.person, key, str(attempt_id)) is None:
                now = self.clock.now()
                must_go_on(tx, enrolment, now)
                if attempt.is_over(now):
                    attempt = attempt.run_out(module=module, pass_mark=course.pass_mark)
                else:
                    kept = attempt.kept(answers)
                    attempt = kept.submit(
                        kept.answers, module=module, pass_mark=course.pass_mark, at=now
                    )
                enrolment.must_be_open()
                tx.attempts.save(attempt)
                outcome = "passed" if attempt.passed else "not passed"
                tx.outbox.add(
                    Used(caller=caller, metric="training.attempted", at=now, detail=outcome)
                )
                enrolment = settled(
                    tx, self.catalogue, enrolment, at=now, caller=caller, marked=[attempt]
                )
            learning = learnings(tx, self.catalogue, [enrolment])[0]
        return Marked(attempt=attempt, module=module, learning=learning)
