"""What the use cases need."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from kernel.pages import Place
from kernel.ports import Audit, Idempotency, PlumbingRows
from services.engagement.domain.events import Event, QuestionChanged
from services.engagement.domain.pools import Desk, Expert
from services.engagement.domain.question import Question
from services.engagement.domain.thread import Message


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuePlace:
    """After this question, in the queue's order: urgent first, then who waits longest."""

    urgent: bool
    waiting_since: datetime
    question_id: UUID

    @classmethod
    def of(cls, question: Question) -> "QueuePlace":
        """Return the place of a question."""
        return cls(
            urgent=question.urgent,
            waiting_since=question.waiting_since,
            question_id=question.question_id,
        )


class Questions(Protocol):
    """The questions of one transaction, and their threads."""

    def add(self, question: Question, first: Message) -> None:
        """Keep a new question with the first message of its thread."""
        ...

    def get(self, question_id: UUID, *, lock: bool = False) -> Question:
        """Return a question; locked, nobody else changes it before the transaction ends.

        Raises:
            QuestionNotFound: there is none.
        """
        ...

    def save(self, question: Question, said: Message | None = None) -> None:
        """Keep the next version, and what was said with it.

        Raises:
            StaleVersion: another version came first.
        """
        ...

    def thread(self, question_id: UUID) -> Sequence[Message]:
        """Return the messages of a question, oldest first."""
        ...

    def under_way(self, asker: str) -> int:
        """Return how many questions of a person are not closed.

        Nobody else counts or asks for the same person before the transaction ends.
        """
        ...

    def asked_by(self, asker: str, *, after: Place | None, size: int) -> Sequence[Question]:
        """Return the questions of a person, newest first."""
        ...

    def waiting(
        self, desk: Desk, *, at: datetime, after: QueuePlace | None, size: int
    ) -> Sequence[Question]:
        """Return what waits for an expert: open, or held and overdue; in the queue's order."""
        ...

    def held_by(self, expert: str, *, after: QueuePlace | None, size: int) -> Sequence[Question]:
        """Return what an expert holds and is not closed, in the queue's order."""
        ...

    def involving(self, subject: str, *, lock: bool = False) -> Sequence[Question]:
        """Return every question that a person asked or holds, closed ones too."""
        ...

    def written_by(self, subject: str) -> Sequence[tuple[UUID, Message]]:
        """Return every message that a person wrote, with its question."""
        ...

    def forget_author(self, subject: str, pseudonym: str) -> int:
        """Put a pseudonym in an author's place, and empty what they wrote as an asker.

        Return how many messages changed.
        """
        ...

    def everything(self) -> Iterator[Question]:
        """Return every question, oldest first."""
        ...


class Experts(Protocol):
    """Who answers questions, as the record knows people's rights now."""

    def all(self) -> Sequence[Expert]:
        """Return everyone who may answer and whose account is active."""
        ...

    def answers(self, subject: str) -> bool:
        """Tell whether a person is one of them."""
        ...


class Outbox(Protocol):
    """Events to be sent after the commit."""

    def add(self, *events: Event) -> None:
        """Keep events."""
        ...

    def again(self, event: QuestionChanged) -> None:
        """Keep an event that was sent before, under an id that is the same each time."""
        ...


class Stores(Protocol):
    """Everything on one transaction."""

    @property
    def questions(self) -> Questions:
        """The questions."""
        ...

    @property
    def experts(self) -> Experts:
        """The experts."""
        ...

    @property
    def outbox(self) -> Outbox:
        """The events."""
        ...

    @property
    def audit(self) -> Audit:
        """The audit log."""
        ...

    @property
    def idempotency(self) -> Idempotency:
        """The keys."""
        ...

    @property
    def plumbing(self) -> PlumbingRows:
        """What the plumbing keeps about people."""
        ...


class UnitOfWork(Protocol):
    """Opens transactions."""

    def __call__(self) -> AbstractContextManager[Stores]:
        """Yield the stores; commit at the end, undo at an error."""
        ...
