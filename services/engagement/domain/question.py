"""A question and its life: who may move it where, and who may know of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from typing import Final
from uuid import UUID

from services.engagement.domain.answer_clock import AnswerClock
from services.engagement.domain.emergency import sounds_urgent
from services.engagement.domain.errors import (
    IllegalTransition,
    NotTheHolder,
    OwnQuestion,
    QuestionHeld,
    ThreadFull,
)
from services.engagement.domain.pools import Pool
from services.engagement.domain.thread import FULL, Kind, Message


class Status(Enum):
    """Where a question is in its life."""

    OPEN = "OPEN"
    CLAIMED = "CLAIMED"
    ANSWERED = "ANSWERED"
    CLOSED = "CLOSED"


class Act(Enum):
    """What is done to a question."""

    CLAIM = "claimed"
    RELEASE = "released"
    HAND_OVER = "handed over"
    ANSWER = "answered"
    ASK_FURTHER = "asked further"
    CLOSE = "closed"
    LEAVE = "left by its expert"


TRANSITIONS: Final[dict[Act, dict[Status, Status]]] = {
    # A claimed one may be claimed again only when its answer is overdue: `claim` says so.
    Act.CLAIM: {Status.OPEN: Status.CLAIMED, Status.CLAIMED: Status.CLAIMED},
    Act.RELEASE: {Status.CLAIMED: Status.OPEN},
    Act.HAND_OVER: {Status.CLAIMED: Status.OPEN},
    Act.ANSWER: {Status.CLAIMED: Status.ANSWERED, Status.ANSWERED: Status.ANSWERED},
    # An answered one whose expert left goes to the queue instead: `ask_further` says so.
    Act.ASK_FURTHER: {
        Status.OPEN: Status.OPEN,
        Status.CLAIMED: Status.CLAIMED,
        Status.ANSWERED: Status.CLAIMED,
        Status.CLOSED: Status.OPEN,
    },
    Act.CLOSE: {
        Status.OPEN: Status.CLOSED,
        Status.CLAIMED: Status.CLOSED,
        Status.ANSWERED: Status.CLOSED,
    },
    Act.LEAVE: {
        Status.CLAIMED: Status.OPEN,
        Status.ANSWERED: Status.ANSWERED,
        Status.CLOSED: Status.CLOSED,
    },
}
"""The whole lifecycle: what leads from where to where. What is not here is refused."""

AWAITING: Final = frozenset({Status.OPEN, Status.CLAIMED})
"""The statuses in which the asker awaits an answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question as it stands; its messages are kept beside it, `said` counts them.

    `holder` is the expert who claimed it. `waiting_since` is the moment from which the asker has
    waited for the next answer, and `due_at` by when it is due; None while none is awaited.
    """

    question_id: UUID
    version: int
    status: Status
    title: str
    pool: Pool
    language: str
    urgent: bool
    asker: str
    holder: str | None
    said: int
    asked_at: datetime
    waiting_since: datetime
    due_at: datetime | None
    changed_at: datetime

    @classmethod
    def asked(
        cls,
        question_id: UUID,
        *,
        title: str,
        text: str,
        pool: Pool,
        language: str,
        by: str,
        at: datetime,
        clock: AnswerClock,
    ) -> tuple["Question", Message]:
        """Return a new question and the first message of its thread."""
        question = cls(
            question_id=question_id,
            version=1,
            status=Status.OPEN,
            title=title,
            pool=pool,
            language=language,
            urgent=sounds_urgent(title, text),
            asker=by,
            holder=None,
            said=1,
            asked_at=at,
            waiting_since=at,
            due_at=clock.due(at, pool.region),
            changed_at=at,
        )
        return question, Message(number=1, kind=Kind.QUESTION, author=by, text=text, said_at=at)

    def overdue(self, at: datetime) -> bool:
        """Tell whether an answer is awaited and its time has passed."""
        return self.due_at is not None and self.due_at < at

    def claim(self, *, by: str, at: datetime) -> "Question":
        """Give it to one expert alone; a held one whose answer is overdue is taken over.

        Raises:
            OwnQuestion: `by` asked it.
            QuestionHeld: another expert holds it, and is not late.
            IllegalTransition: it is `by`'s already, or no answer is awaited.
        """
        if by == self.asker:
            raise OwnQuestion("Somebody else must answer what you asked.")
        if self.status is Status.CLAIMED and self.holder == by:
            raise IllegalTransition("You hold this question already.")
        claimed = self._moved(Act.CLAIM, at)
        if self.status is Status.CLAIMED and not self.overdue(at):
            raise QuestionHeld("Another expert holds this question.")
        return replace(claimed, holder=by)

    def release(self, *, by: str, at: datetime) -> "Question":
        """Put it back into the queue; the asker has waited all the while.

        Raises:
            NotTheHolder: `by` does not hold it.
            IllegalTransition: it is not held for an answer.
        """
        self._held_by(by)
        return replace(self._moved(Act.RELEASE, at), holder=None)

    def hand_over(
        self, *, to: Pool, note: str, by: str, at: datetime
    ) -> tuple["Question", Message]:
        """Pass it to another pool, with a note for the next expert.

        Raises:
            NotTheHolder: `by` does not hold it.
            IllegalTransition: it is not held for an answer.
            ThreadFull: the thread takes no more notes.
        """
        self._held_by(by)
        moved = replace(self._moved(Act.HAND_OVER, at), holder=None, pool=to)
        return _saying(moved, Kind.NOTE, note, by=by, at=at)

    def answer(self, text: str, *, by: str, at: datetime) -> tuple["Question", Message]:
        """Answer it, or add to an answer.

        Raises:
            NotTheHolder: `by` does not hold it.
            IllegalTransition: it is closed.
            ThreadFull: the thread takes no more answers.
        """
        self._held_by(by)
        answered = replace(self._moved(Act.ANSWER, at), due_at=None)
        return _saying(answered, Kind.ANSWER, text, by=by, at=at)

    def ask_further(
        self, text: str, *, at: datetime, clock: AnswerClock
    ) -> tuple["Question", Message]:
        """Add to the thread as its asker.

        An answered question goes back to its expert, or to the queue when they left; a closed one
        to the queue. In both cases the asker begins to wait anew, and only the new text says
        whether it is urgent.

        Raises:
            ThreadFull: the thread takes no more follow-ups.
        """
        further = self._moved(Act.ASK_FURTHER, at)
        urgent = sounds_urgent(text)
        if self.status in AWAITING:
            further = replace(further, urgent=self.urgent or urgent)
        else:
            holder = self.holder if self.status is Status.ANSWERED else None
            further = replace(
                further,
                status=further.status if holder else Status.OPEN,
                holder=holder,
                urgent=urgent,
                waiting_since=at,
                due_at=clock.due(at, self.pool.region),
            )
        return _saying(further, Kind.FOLLOW_UP, text, by=self.asker, at=at)

    def close(self, *, by: str, at: datetime) -> "Question":
        """End it, as its asker or as the expert who holds it.

        Raises:
            NotTheHolder: `by` is neither.
            IllegalTransition: it is closed already.
        """
        if by != self.asker:
            self._held_by(by)
        return replace(self._moved(Act.CLOSE, at), due_at=None)

    def left(self, *, at: datetime) -> "Question":
        """Let it go on without the expert who held it: they do not answer any more.

        Raises:
            IllegalTransition: nobody holds it.
        """
        return replace(self._moved(Act.LEAVE, at), holder=None)

    def forgotten(self, pseudonym: str, *, at: datetime) -> "Question":
        """Close it for good and break its link with the asker, whose words go with it."""
        return replace(
            self,
            version=self.version + 1,
            status=Status.CLOSED,
            title="",
            asker=pseudonym,
            holder=None,
            urgent=False,
            due_at=None,
            changed_at=at,
        )

    def _held_by(self, expert: str) -> None:
        if self.holder != expert:
            raise NotTheHolder("Only the expert who holds this question may do that.")

    def _moved(self, act: Act, at: datetime) -> "Question":
        there = TRANSITIONS[act].get(self.status)
        if there is None:
            here = self.status.value.lower()
            raise IllegalTransition(f"A question that is {here} cannot be {act.value}.")
        return replace(self, version=self.version + 1, status=there, changed_at=at)


def _saying(
    question: Question, kind: Kind, text: str, *, by: str, at: datetime
) -> tuple[Question, Message]:
    if question.said >= FULL[kind]:
        raise ThreadFull("This thread is full: ask a new question, or close this one.")
    number = question.said + 1
    message = Message(number=number, kind=kind, author=by, text=text, said_at=at)
    return replace(question, said=number), message


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """A question with what one reader sees of its thread."""

    question: Question
    messages: Sequence[Message]

    @classmethod
    def shown_to(
        cls, reader: str, question: Question, messages: Sequence[Message]
    ) -> "Conversation":
        """Return what a reader sees: notes between experts are not for the asker."""
        hidden = {Kind.NOTE} if reader == question.asker else set()
        return cls(
            question=question, messages=[each for each in messages if each.kind not in hidden]
        )
