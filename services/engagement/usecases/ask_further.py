"""Follow up on one's own question."""

from dataclasses import dataclass
from uuid import UUID

from chassis.errors import Invalid
from kernel.ports import Clock
from kernel.principals import Principal
from services.engagement.domain.answer_clock import AnswerClock
from services.engagement.domain.events import QuestionChanged
from services.engagement.domain.thread import LONGEST, Kind, tidied, violations
from services.engagement.usecases.ask_expert import Asked, asked
from services.engagement.usecases.ports import UnitOfWork
from services.engagement.usecases.reading import get_own, same_version, shown


@dataclass(frozen=True, slots=True, kw_only=True)
class AskFurther:
    """Add to the thread as its asker; what was answered or closed is asked again."""

    unit_of_work: UnitOfWork
    clock: Clock
    answer_clock: AnswerClock

    def __call__(
        self, caller: Principal, *, question_id: UUID, expected_version: int, text: str
    ) -> Asked:
        """Return the question and the emergency words.

        Raises:
            QuestionNotFound: the caller asked none with this id.
            Invalid: the text breaks a rule.
            StaleVersion: it changed since it was read.
            ThreadFull: the thread takes no more follow-ups.
        """
        said = tidied(text)
        if wrong := violations("text", said, LONGEST[Kind.FOLLOW_UP]):
            raise Invalid(*wrong)
        with self.unit_of_work() as tx:
            question = get_own(tx, caller, question_id)
            same_version(question, expected_version)
            now = self.clock.now()
            further, message = question.ask_further(said, at=now, clock=self.answer_clock)
            tx.questions.save(further, message)
            tx.audit.record(
                caller, "engagement:ask-further", str(question_id), urgent=further.urgent
            )
            tx.outbox.add(QuestionChanged(further))
            return asked(shown(tx, caller, further), self.answer_clock)
