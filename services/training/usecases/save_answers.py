"""Keep answers while somebody goes on."""

from dataclasses import dataclass
from uuid import UUID

from kernel.ports import Clock
from kernel.principals import Principal
from services.training.domain.attempt import Answers, Attempt
from services.training.domain.course import Catalogue, Module
from services.training.usecases.ports import UnitOfWork
from services.training.usecases.settling import locked, run_out


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveAnswers:
    """Keep what is answered so far: another device, or the same after it died, goes on with it."""

    unit_of_work: UnitOfWork
    catalogue: Catalogue
    clock: Clock

    def __call__(
        self, caller: Principal, *, attempt_id: UUID, answers: Answers
    ) -> tuple[Attempt, Module]:
        """Return the attempt as it stands; once its time is up, as it was marked without these.

        To save the same again changes nothing, so no key is needed.

        Raises:
            AttemptNotFound: it is not one of the caller's.
            CourseNotFound: the caller may not know of the course any more.
            AttemptSubmitted: it was handed in.
            EnrolmentClosed: another module's attempts were used up meanwhile.
            QuestionNotDrawn: an answer is to a question that it does not ask.
            Invalid: a choice is not one of its question.
        """
        now = self.clock.now()
        with self.unit_of_work() as tx:
            attempt, enrolment = locked(tx, caller, attempt_id)
            course = self.catalogue.version(enrolment.course_id, enrolment.course_version)
            module = course.shown_to(caller).module(attempt.module_id)
            if attempt.is_over(now):
                run_out(tx, self.catalogue, enrolment, at=now, caller=caller)
                return tx.attempts.get(attempt_id), module
            enrolment.must_be_open()
            attempt = attempt.kept(answers)
            tx.attempts.save(attempt)
        return attempt, module
