"""Make the choice at a step of a scenario."""

from dataclasses import dataclass
from uuid import UUID

from kernel.ports import Clock
from kernel.principals import Principal
from services.training.domain.attempt import Attempt
from services.training.domain.course import Catalogue, Module
from services.training.usecases.ports import UnitOfWork
from services.training.usecases.settling import locked, run_out


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerStep:
    """Make a choice for good, since what comes after it is told then."""

    unit_of_work: UnitOfWork
    catalogue: Catalogue
    clock: Clock

    def __call__(
        self,
        caller: Principal,
        *,
        attempt_id: UUID,
        question_id: str,
        step_id: str,
        choice_id: str,
    ) -> tuple[Attempt, Module]:
        """Return the attempt as it stands; once its time is up, as it was marked without this.

        The same choice again changes nothing, so no key is needed.

        Raises:
            AttemptNotFound: it is not one of the caller's.
            CourseNotFound: the caller may not know of the course any more.
            AttemptSubmitted: it was handed in.
            EnrolmentClosed: another module's attempts were used up meanwhile.
            QuestionNotDrawn: it has no such scenario or step.
            StepNotReached: no choice that was made leads to the step, so far.
            StepAnswered: another choice was made at it.
            Invalid: the choice is not one of the step.
        """
        now = self.clock.now()
        with self.unit_of_work() as tx:
            attempt, enrolment = locked(tx, caller, attempt_id)
            course = self.catalogue.version(enrolment.course_id, enrolment.course_version)
            module = course.shown_to(caller).module(attempt.module_id)
            step = {"question_id": question_id, "step_id": step_id, "choice_id": choice_id}
            answered = attempt.answer_step(module, **step)
            if attempt.is_over(now):
                run_out(tx, self.catalogue, enrolment, at=now, caller=caller)
                return tx.attempts.get(attempt_id), module
            enrolment.must_be_open()
            tx.attempts.save(answered)
        return answered, module
