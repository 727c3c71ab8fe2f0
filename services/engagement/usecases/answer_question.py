"""Answer a question."""

from dataclasses import dataclass
from uuid import UUID

from chassis.errors import Invalid
from kernel.ports import Clock
from kernel.principals import Principal
from kernel.usage import Used
from services.engagement.domain.events import QuestionAnswered, QuestionChanged
from services.engagement.domain.question import Conversation
from services.engagement.domain.thread import LONGEST, Kind, tidied, violations
from services.engagement.usecases.ports import UnitOfWork
from services.engagement.usecases.reading import get_known, same_version, shown


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerQuestion:
    """Add the holder's answer to the thread."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(
        self, caller: Principal, *, question_id: UUID, expected_version: int, text: str
    ) -> Conversation:
        """Return the question as it stands.

        Raises:
            QuestionNotFound: there is none that the caller may know of.
            Invalid: the text breaks a rule.
            NotTheHolder: the caller does not hold it.
            StaleVersion: it changed since it was read.
            IllegalTransition: it is closed.
            ThreadFull: the thread takes no more answers.
        """
        said, now = tidied(text), self.clock.now()
        if wrong := violations("text", said, LONGEST[Kind.ANSWER]):
            raise Invalid(*wrong)
        with self.unit_of_work() as tx:
            question = get_known(tx, caller, question_id, lock=True)
            answered, message = question.answer(said, by=caller.person, at=now)
            same_version(question, expected_version)
            tx.questions.save(answered, message)
            tx.audit.record(caller, "engagement:answer", str(question_id), message=message.number)
            used = Used(
                caller=caller,
                metric="engagement.question_answered",
                at=now,
                detail=answered.pool.sector,
            )
            tx.outbox.add(QuestionChanged(answered), QuestionAnswered(answered), used)
            return shown(tx, caller, answered)
