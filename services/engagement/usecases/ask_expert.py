"""Ask an expert."""

from dataclasses import dataclass
from uuid import UUID

from chassis.errors import Invalid
from kernel.idempotency import RequestKey
from kernel.ports import Clock, Ids
from kernel.principals import Principal
from kernel.usage import Used
from services.engagement.domain.answer_clock import AnswerClock
from services.engagement.domain.emergency import EmergencyAdvice, advice
from services.engagement.domain.errors import TooManyOpenQuestions
from services.engagement.domain.events import QuestionChanged
from services.engagement.domain.pools import pool_for
from services.engagement.domain.question import Conversation, Question
from services.engagement.domain.thread import (
    LONGEST,
    LONGEST_TITLE,
    Kind,
    Message,
    tidied,
    violations,
)
from services.engagement.usecases.ports import UnitOfWork
from services.engagement.usecases.reading import shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What a person asks; an empty region or sector means their own."""

    title: str
    text: str
    region: str = ""
    sector: str = ""
    language: str = "en-GB"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What came of asking, with the words that the asker must be shown."""

    conversation: Conversation
    emergency: EmergencyAdvice
    answer_working_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AskExpert:
    """Put a question into the queue of the experts of its region and sector."""

    unit_of_work: UnitOfWork
    clock: Clock
    ids: Ids
    answer_clock: AnswerClock
    most_open: int

    def __call__(self, caller: Principal, *, asking: Asking, key: RequestKey) -> Asked:
        """Return the question and the emergency words; the same key gives the same question.

        Raises:
            Invalid: a part breaks a rule; each field is named.
            IdempotencyKeyReused: the key came with another body.
            TooManyOpenQuestions: the caller has as many under way as they may have.
        """
        question_id = self.ids.new()
        with self.unit_of_work() as tx:
            earlier = tx.idempotency.claim(caller.person, key, str(question_id))
            if earlier is not None:
                question = tx.questions.get(UUID(earlier))
                return asked(shown(tx, caller, question), self.answer_clock)
            question, first = self._question(caller, question_id, asking)
            if tx.questions.under_way(caller.person) >= self.most_open:
                raise TooManyOpenQuestions(
                    f"You have {self.most_open} questions under way: close one first."
                )
            tx.questions.add(question, first)
            tx.audit.record(
                caller,
                "engagement:ask",
                str(question_id),
                region=question.pool.region,
                sector=question.pool.sector,
                urgent=question.urgent,
            )
            used = Used(
                caller=caller,
                metric="engagement.question_asked",
                at=question.asked_at,
                detail=question.pool.sector,
            )
            tx.outbox.add(QuestionChanged(question), used)
            conversation = Conversation(question=question, messages=[first])
        return asked(conversation, self.answer_clock)

    def _question(
        self, caller: Principal, question_id: UUID, asking: Asking
    ) -> tuple[Question, Message]:
        title, text = tidied(asking.title), tidied(asking.text)
        wrong = [
            *violations("title", title, LONGEST_TITLE, one_line=True),
            *violations("text", text, LONGEST[Kind.QUESTION]),
        ]
        try:
            pool = pool_for(caller, region=asking.region, sector=asking.sector)
        except Invalid as invalid:
            raise Invalid(*wrong, *invalid.violations) from None
        if wrong:
            raise Invalid(*wrong)
        return Question.asked(
            question_id,
            title=title,
            text=text,
            pool=pool,
            language=asking.language,
            by=caller.person,
            at=self.clock.now(),
            clock=self.answer_clock,
        )


def asked(conversation: Conversation, clock: AnswerClock) -> Asked:
    """Return a question with the words for its asker."""
    question = conversation.question
    return Asked(
        conversation=conversation,
        emergency=advice(question.language, urgent=question.urgent),
        answer_working_days=clock.working_days,
    )
