"""Engagement in memory."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from chassis.errors import StaleVersion
from kernel.idempotency import RequestKey
from kernel.pages import Place
from kernel.principals import Principal
from kernel.tiers import Tier
from services.engagement.domain.answer_clock import AnswerClock
from services.engagement.domain.errors import QuestionNotFound
from services.engagement.domain.pools import Desk, Expert, Pool
from services.engagement.domain.question import Question, Status
from services.engagement.domain.thread import BY_ASKER, Message
from services.engagement.usecases.ports import QueuePlace
from tests.fakes.alerts import SnapshotOutbox
from tests.fakes.plumbing import (
    MemoryAudit,
    MemoryIdempotency,
    MemoryPlumbingRows,
    MemoryUnitOfWork,
)

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
CLOCK = AnswerClock(3)
DUE = datetime(2026, 11, 27, 17, tzinfo=UTC)
"""When what is asked at NOON is due: three working days, a winter's 17:00."""


@dataclass
class MemoryQuestions:
    """Questions and threads in dictionaries."""

    kept: dict[UUID, Question] = field(default_factory=dict)
    threads: dict[UUID, list[Message]] = field(default_factory=dict)

    def add(self, question: Question, first: Message) -> None:
        self.kept[question.question_id] = question
        self.threads[question.question_id] = [first]

    def get(self, question_id: UUID, *, lock: bool = False) -> Question:
        if question_id not in self.kept:
            raise QuestionNotFound("There is no such question.")
        return self.kept[question_id]

    def save(self, question: Question, said: Message | None = None) -> None:
        if self.kept[question.question_id].version != question.version - 1:
            raise StaleVersion("The question changed meanwhile: read it again.")
        self.kept[question.question_id] = question
        if said is not None:
            self.threads[question.question_id].append(said)

    def thread(self, question_id: UUID) -> Sequence[Message]:
        return list(self.threads.get(question_id, []))

    def under_way(self, asker: str) -> int:
        return sum(
            each.asker == asker and each.status is not Status.CLOSED for each in self.kept.values()
        )

    def asked_by(self, asker: str, *, after: Place | None, size: int) -> Sequence[Question]:
        mine = [each for each in self.kept.values() if each.asker == asker]
        mine.sort(key=_asked, reverse=True)
        found = [each for each in mine if after is None or _asked(each) < (after.at, after.item_id)]
        return found[:size]

    def waiting(
        self, desk: Desk, *, at: datetime, after: QueuePlace | None, size: int
    ) -> Sequence[Question]:
        found = [
            each
            for each in self.kept.values()
            if (each.status is Status.OPEN or (each.status is Status.CLAIMED and each.overdue(at)))
            and each.holder != desk.expert.subject
            and desk.sees(each.pool, each.asker)
        ]
        return _queue(found, after, size)

    def held_by(self, expert: str, *, after: QueuePlace | None, size: int) -> Sequence[Question]:
        found = [
            each
            for each in self.kept.values()
            if each.holder == expert and each.status is not Status.CLOSED
        ]
        return _queue(found, after, size)

    def involving(self, subject: str, *, lock: bool = False) -> Sequence[Question]:
        mine = [each for each in self.kept.values() if subject in {each.asker, each.holder}]
        return sorted(mine, key=_asked)

    def written_by(self, subject: str) -> Sequence[tuple[UUID, Message]]:
        found = [
            (question_id, each)
            for question_id, thread in self.threads.items()
            for each in thread
            if each.author == subject
        ]
        return sorted(found, key=lambda pair: (pair[1].said_at, pair[0], pair[1].number))

    def forget_author(self, subject: str, pseudonym: str) -> int:
        changed = 0
        for thread in self.threads.values():
            for index, each in enumerate(thread):
                if each.author == subject:
                    words = "" if each.kind in BY_ASKER else each.text
                    thread[index] = replace(each, author=pseudonym, text=words)
                    changed += 1
        return changed

    def everything(self) -> Iterator[Question]:
        return iter(sorted(self.kept.values(), key=_asked))


def _asked(question: Question) -> tuple[datetime, UUID]:
    return question.asked_at, question.question_id


def _in_line(place: QueuePlace) -> tuple[bool, datetime, UUID]:
    return not place.urgent, place.waiting_since, place.question_id


def _queue(found: Sequence[Question], after: QueuePlace | None, size: int) -> Sequence[Question]:
    in_order = sorted(found, key=lambda each: _in_line(QueuePlace.of(each)))
    return [
        each
        for each in in_order
        if after is None or _in_line(QueuePlace.of(each)) > _in_line(after)
    ][:size]


@dataclass
class MemoryExperts:
    """Experts in a list."""

    there: list[Expert] = field(default_factory=list)

    def all(self) -> Sequence[Expert]:
        return sorted(self.there, key=lambda each: each.subject)

    def answers(self, subject: str) -> bool:
        return any(each.subject == subject for each in self.there)


@dataclass
class MemoryEngagementStores:
    """Everything of engagement, in memory."""

    questions: MemoryQuestions = field(default_factory=MemoryQuestions)
    experts: MemoryExperts = field(default_factory=MemoryExperts)
    outbox: SnapshotOutbox = field(default_factory=SnapshotOutbox)
    audit: MemoryAudit = field(default_factory=MemoryAudit)
    idempotency: MemoryIdempotency = field(default_factory=MemoryIdempotency)
    plumbing: MemoryPlumbingRows = field(default_factory=MemoryPlumbingRows)


def memory() -> MemoryUnitOfWork[MemoryEngagementStores]:
    """A unit of work on nothing yet."""
    return MemoryUnitOfWork(MemoryEngagementStores())


def a_principal(
    subject: str, *roles: str, regions: Sequence[str] = (), sectors: Sequence[str] = ()
) -> Principal:
    """A registered person with roles and places."""
    return Principal(
        subject=subject,
        tier=Tier.REGISTERED,
        roles=frozenset(roles),
        regions=frozenset(regions),
        sectors=frozenset(sectors),
    )


ASKER = a_principal("asker", regions=["LON"], sectors=["retail"])
OTHER = a_principal("other", regions=["LON"], sectors=["retail"])
EXPERT = a_principal("expert", "expert", regions=["LON"], sectors=["retail", "events"])
COLLEAGUE = a_principal("colleague", "expert", regions=["LON"], sectors=["retail"])
WELSH = a_principal("welsh", "expert", regions=["WAL"], sectors=["retail"])
RETAIL = Pool("LON", "retail")


def staffed(stores: MemoryEngagementStores, *people: Principal) -> None:
    """Let these people be all the experts."""
    stores.experts.there = [Expert.of(each) for each in people]


def question(
    *, by: str = "asker", at: datetime = NOON, pool: Pool = RETAIL, **given: Any
) -> tuple[Question, Message]:
    """A question that was just asked, and its first message."""
    return Question.asked(
        uuid4(),
        **{
            "title": "Cars at the door",
            "text": "Where should bollards stand?",
            "language": "en-GB",
            "clock": CLOCK,
            "pool": pool,
            "by": by,
            "at": at,
        }
        | given,
    )


def kept(stores: MemoryEngagementStores, **given: Any) -> Question:
    """A question that was just asked and is in the stores."""
    asked, first = question(**given)
    stores.questions.add(asked, first)
    return asked


def claimed(
    stores: MemoryEngagementStores, *, holder: str = "expert", at: datetime = NOON, **given: Any
) -> Question:
    """A question in the stores that an expert holds."""
    held = kept(stores, at=at, **given).claim(by=holder, at=at)
    stores.questions.save(held)
    return held


def answered(stores: MemoryEngagementStores, **given: Any) -> Question:
    """A question in the stores that was answered."""
    held = claimed(stores, **given)
    done, message = held.answer("On the kerb.", by=held.holder or "", at=NOON)
    stores.questions.save(done, message)
    return done


def key(value: str = "k", body: bytes = b"1" * 32) -> RequestKey:
    """A request's key."""
    return RequestKey(rpc="AskExpert", key=value, body_digest=body)
