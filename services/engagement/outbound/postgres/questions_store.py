"""Questions and their threads in PostgreSQL."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    case,
    func,
    insert,
    literal,
    not_,
    or_,
    select,
    tuple_,
    update,
)

from chassis.errors import StaleVersion
from kernel.pages import Place
from services.engagement.domain.errors import QuestionNotFound
from services.engagement.domain.pools import Desk, Pool
from services.engagement.domain.question import Question, Status
from services.engagement.domain.thread import BY_ASKER, Kind, Message
from services.engagement.outbound.postgres.tables import MESSAGES, QUESTIONS
from services.engagement.usecases.ports import QueuePlace

_COLUMNS = QUESTIONS.c
_SAID = MESSAGES.c
_AT_ONCE: Final = 500
_QUEUE: Final = (not_(_COLUMNS.urgent), _COLUMNS.waiting_since, _COLUMNS.question_id)


@dataclass(frozen=True, slots=True)
class PostgresQuestions:
    """The questions on one transaction."""

    connection: Connection

    def add(self, question: Question, first: Message) -> None:
        """Insert a new question with the first message of its thread."""
        self.connection.execute(insert(QUESTIONS).values(_row(question)))
        self._say(question.question_id, first)

    def get(self, question_id: UUID, *, lock: bool = False) -> Question:
        """Return a question, its row locked until the transaction ends if asked.

        Raises:
            QuestionNotFound: there is none.
        """
        query = select(QUESTIONS).where(_COLUMNS.question_id == question_id)
        row = self.connection.execute(query.with_for_update() if lock else query).one_or_none()
        if row is None:
            raise QuestionNotFound("There is no such question.")
        return _question(row)

    def save(self, question: Question, said: Message | None = None) -> None:
        """Keep the next version, and what was said with it.

        Raises:
            StaleVersion: the row is not at the version before it.
        """
        changed = self.connection.execute(
            update(QUESTIONS)
            .where(
                _COLUMNS.question_id == question.question_id,
                _COLUMNS.version == question.version - 1,
            )
            .values(_row(question))
        ).rowcount
        if changed != 1:
            raise StaleVersion("The question changed meanwhile: read it again.")
        if said is not None:
            self._say(question.question_id, said)

    def thread(self, question_id: UUID) -> Sequence[Message]:
        """Return the messages of a question, oldest first."""
        query = select(MESSAGES).where(_SAID.question_id == question_id).order_by(_SAID.number)
        return [_message(row) for row in self.connection.execute(query)]

    def under_way(self, asker: str) -> int:
        """Return how many questions of a person are not closed, holding off who asks at once."""
        lock = func.pg_advisory_xact_lock(func.hashtextextended(f"asker:{asker}", 0))
        self.connection.execute(select(lock))
        query = select(func.count()).select_from(QUESTIONS)
        mine = query.where(_COLUMNS.asker == asker, _COLUMNS.status != Status.CLOSED.name)
        return self.connection.execute(mine).scalar_one()

    def asked_by(self, asker: str, *, after: Place | None, size: int) -> Sequence[Question]:
        """Return the questions of a person, newest first."""
        query = select(QUESTIONS).where(_COLUMNS.asker == asker)
        if after is not None:
            query = query.where(
                tuple_(_COLUMNS.asked_at, _COLUMNS.question_id)
                < tuple_(literal(after.at), literal(after.item_id))
            )
        newest_first = (_COLUMNS.asked_at.desc(), _COLUMNS.question_id.desc())
        return self._all(query.order_by(*newest_first).limit(size))

    def waiting(
        self, desk: Desk, *, at: datetime, after: QueuePlace | None, size: int
    ) -> Sequence[Question]:
        """Return what is open, or held and overdue, for an expert; routing is in the query."""
        late = and_(_COLUMNS.status == Status.CLAIMED.name, _COLUMNS.due_at < at)
        others = or_(_COLUMNS.holder.is_(None), _COLUMNS.holder != desk.expert.subject)
        query = select(QUESTIONS).where(
            # Said twice, so that the planner knows the index of what is awaited.
            _COLUMNS.status.in_([Status.OPEN.name, Status.CLAIMED.name]),
            or_(_COLUMNS.status == Status.OPEN.name, late),
            others,
            _sees(desk),
        )
        return self._queue(query, after, size)

    def held_by(self, expert: str, *, after: QueuePlace | None, size: int) -> Sequence[Question]:
        """Return what an expert holds and is not closed."""
        query = select(QUESTIONS).where(
            _COLUMNS.holder == expert, _COLUMNS.status != Status.CLOSED.name
        )
        return self._queue(query, after, size)

    def involving(self, subject: str, *, lock: bool = False) -> Sequence[Question]:
        """Return every question that a person asked or holds, oldest first."""
        mine = or_(_COLUMNS.asker == subject, _COLUMNS.holder == subject)
        query = select(QUESTIONS).where(mine).order_by(_COLUMNS.asked_at, _COLUMNS.question_id)
        return self._all(query.with_for_update() if lock else query)

    def written_by(self, subject: str) -> Sequence[tuple[UUID, Message]]:
        """Return every message that a person wrote, oldest first."""
        query = (
            select(MESSAGES)
            .where(_SAID.author == subject)
            .order_by(_SAID.said_at, _SAID.question_id, _SAID.number)
        )
        return [(row.question_id, _message(row)) for row in self.connection.execute(query)]

    def forget_author(self, subject: str, pseudonym: str) -> int:
        """Put a pseudonym in an author's place, and empty what they wrote as an asker."""
        asked = _SAID.kind.in_([kind.name for kind in BY_ASKER])
        words = case((asked, literal("")), else_=_SAID.text)
        return self.connection.execute(
            update(MESSAGES).where(_SAID.author == subject).values(author=pseudonym, text=words)
        ).rowcount

    def everything(self) -> Iterator[Question]:
        """Return every question, oldest first, a few hundred in memory at a time."""
        query = select(QUESTIONS).order_by(_COLUMNS.asked_at, _COLUMNS.question_id)
        # On the statement: on the connection it would hold for whatever comes after.
        rows = self.connection.execute(query.execution_options(yield_per=_AT_ONCE))
        return map(_question, rows)

    def _queue(self, query: Select[Any], after: QueuePlace | None, size: int) -> list[Question]:
        if after is not None:
            place = tuple_(
                literal(not after.urgent), literal(after.waiting_since), literal(after.question_id)
            )
            query = query.where(tuple_(*_QUEUE) > place)
        return self._all(query.order_by(*_QUEUE).limit(size))

    def _all(self, query: Select[Any]) -> list[Question]:
        return [_question(row) for row in self.connection.execute(query)]

    def _say(self, question_id: UUID, message: Message) -> None:
        self.connection.execute(
            insert(MESSAGES).values(
                question_id=question_id,
                number=message.number,
                kind=message.kind.name,
                author=message.author,
                text=message.text,
                said_at=message.said_at,
            )
        )


def _sees(desk: Desk) -> ColumnElement[bool]:
    """Return Desk.sees as SQL: a test holds them equal."""
    me = desk.expert
    staffed = sorted(
        (each.region, each.sector) for each in desk.staffed if each.region in me.regions
    )
    unstaffed = tuple_(_COLUMNS.region, _COLUMNS.sector).not_in(staffed)
    mine = and_(
        _COLUMNS.region.in_(sorted(me.regions)),
        or_(_COLUMNS.sector.in_(sorted(me.sectors)), unstaffed),
    )
    return and_(
        _COLUMNS.asker != me.subject,
        or_(
            mine,
            _COLUMNS.region.not_in(sorted(desk.manned)),
            _COLUMNS.asker.in_(sorted(desk.colleagues)),
        ),
    )


def _row(question: Question) -> dict[str, Any]:
    return {
        "question_id": question.question_id,
        "version": question.version,
        "status": question.status.name,
        "title": question.title,
        "region": question.pool.region,
        "sector": question.pool.sector,
        "language": question.language,
        "urgent": question.urgent,
        "asker": question.asker,
        "holder": question.holder,
        "said": question.said,
        "asked_at": question.asked_at,
        "waiting_since": question.waiting_since,
        "due_at": question.due_at,
        "changed_at": question.changed_at,
    }


def _question(row: Row[Any]) -> Question:
    return Question(
        question_id=row.question_id,
        version=row.version,
        status=Status[row.status],
        title=row.title,
        pool=Pool(row.region, row.sector),
        language=row.language,
        urgent=row.urgent,
        asker=row.asker,
        holder=row.holder,
        said=row.said,
        asked_at=row.asked_at,
        waiting_since=row.waiting_since,
        due_at=row.due_at,
        changed_at=row.changed_at,
    )


def _message(row: Row[Any]) -> Message:
    return Message(
        number=row.number,
        kind=Kind[row.kind],
        author=row.author,
        text=row.text,
        said_at=row.said_at,
    )
