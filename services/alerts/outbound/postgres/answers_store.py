"""What people answered, in PostgreSQL."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, delete, func, insert, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert as insert_or

from chassis.errors import StaleVersion
from services.alerts.domain.answer import Answer, Answered, Answerer, Way
from services.alerts.outbound.postgres.answer_tables import ANSWER_HISTORY, ANSWERS
from services.alerts.usecases.answer_ports import AnswerTally


@dataclass(frozen=True, slots=True)
class PostgresAnswers:
    """The answers on one transaction."""

    connection: Connection

    def find(self, thread_id: UUID, key: str) -> Answered | None:
        """Return one person's answer as it stands."""
        row = self.connection.execute(
            select(ANSWERS).where(ANSWERS.c.thread_id == thread_id, ANSWERS.c.answerer == key)
        ).one_or_none()
        return None if row is None else _answered(row)

    def save(self, answered: Answered) -> None:
        """Insert or replace the row of the version before, and add to the history.

        Raises:
            StaleVersion: another one of theirs came first.
        """
        values = _row(answered)
        statement = insert_or(ANSWERS).values(values)
        kept = self.connection.execute(
            statement.on_conflict_do_update(
                index_elements=[ANSWERS.c.thread_id, ANSWERS.c.answerer],
                set_={name: statement.excluded[name] for name in values},
                where=ANSWERS.c.version == statement.excluded.version - 1,
            ).returning(ANSWERS.c.version)
        ).first()
        if kept is None:
            raise StaleVersion("Another answer of yours came at the same moment: look again.")
        names = {column.name for column in ANSWER_HISTORY.c}
        past = {name: value for name, value in values.items() if name in names}
        self.connection.execute(insert(ANSWER_HISTORY).values(past))

    def tally(self, thread_id: UUID) -> Sequence[AnswerTally]:
        """Count the answers that stand."""
        rows = self.connection.execute(
            select(ANSWERS.c.region, ANSWERS.c.answer, func.count().label("people"))
            .where(ANSWERS.c.thread_id == thread_id)
            .group_by(ANSWERS.c.region, ANSWERS.c.answer)
            .order_by(ANSWERS.c.region, ANSWERS.c.answer)
        )
        return [
            AnswerTally(region=row.region, answer=Answer(row.answer), count=row.people)
            for row in rows
        ]

    def last(self, thread_id: UUID) -> datetime | None:
        """Return when the last answer was given."""
        found: datetime | None = self.connection.execute(
            select(func.max(ANSWERS.c.answered_at)).where(ANSWERS.c.thread_id == thread_id)
        ).scalar_one()
        return found

    def history(self, subject: str) -> Sequence[Answered]:
        """Return every answer of someone who has an account, oldest first."""
        rows = self.connection.execute(
            select(ANSWER_HISTORY)
            .where(ANSWER_HISTORY.c.subject == subject)
            .order_by(ANSWER_HISTORY.c.answered_at, ANSWER_HISTORY.c.version)
        )
        return [_past(row) for row in rows]

    def rename(self, subject: str, pseudonym: str) -> int:
        """Put a pseudonym in a person's place."""
        changed = 0
        for table in (ANSWERS, ANSWER_HISTORY):
            theirs = table.c.subject == subject
            changed += self.connection.execute(
                update(table).where(theirs).values(subject=pseudonym, answerer=pseudonym)
            ).rowcount
        return changed

    def forget(self, before: datetime, *, most: int) -> int:
        """Delete some of what was answered before then."""
        gone = 0
        for table, key in (
            (ANSWER_HISTORY, ("thread_id", "answerer", "version")),
            (ANSWERS, ("thread_id", "answerer")),
        ):
            columns = [table.c[name] for name in key]
            old = select(*columns).where(table.c.answered_at < before).limit(most)
            gone += self.connection.execute(delete(table).where(tuple_(*columns).in_(old))).rowcount
        return gone


def _row(answered: Answered) -> dict[str, Any]:
    who = answered.answerer
    return {
        "thread_id": answered.thread_id,
        "answerer": who.key,
        "version": answered.version,
        "alert_id": answered.alert_id,
        "subject": who.subject,
        "recipient_id": who.recipient_id,
        "regions": sorted(who.regions),
        "region": who.region,
        "answer": answered.answer.value,
        "way": answered.way.value,
        "answered_at": answered.at,
    }


def _answered(row: Row[Any]) -> Answered:
    return _of(
        row,
        Answerer(
            subject=row.subject, recipient_id=row.recipient_id, regions=frozenset(row.regions)
        ),
    )


def _past(row: Row[Any]) -> Answered:
    return _of(row, Answerer(subject=row.subject, recipient_id=None, regions=frozenset()))


def _of(row: Row[Any], who: Answerer) -> Answered:
    return Answered(
        thread_id=row.thread_id,
        alert_id=row.alert_id,
        answerer=who,
        answer=Answer(row.answer),
        way=Way(row.way),
        at=row.answered_at,
        version=row.version,
    )
