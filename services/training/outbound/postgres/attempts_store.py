"""Attempts in PostgreSQL."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, insert, select, update

from services.training.domain.attempt import Attempt, Drawn
from services.training.domain.errors import AttemptNotFound
from services.training.outbound.postgres.tables import ATTEMPTS

_COLUMNS = ATTEMPTS.c


@dataclass(frozen=True, slots=True)
class PostgresAttempts:
    """The attempts on one transaction."""

    connection: Connection

    def add(self, attempt: Attempt) -> None:
        """Insert a new attempt."""
        self.connection.execute(insert(ATTEMPTS).values(_row(attempt)))

    def get(self, attempt_id: UUID) -> Attempt:
        """Return an attempt.

        Raises:
            AttemptNotFound: there is none.
        """
        query = select(ATTEMPTS).where(_COLUMNS.attempt_id == attempt_id)
        row = self.connection.execute(query).one_or_none()
        if row is None:
            raise AttemptNotFound("There is no such attempt.")
        return _attempt(row)

    def save(self, attempt: Attempt) -> None:
        """Keep an attempt that was handed in."""
        mine = _COLUMNS.attempt_id == attempt.attempt_id
        self.connection.execute(update(ATTEMPTS).where(mine).values(_row(attempt)))

    def of_enrolments(self, enrolment_ids: Sequence[UUID]) -> Sequence[Attempt]:
        """Return the attempts of enrolments, oldest first."""
        query = select(ATTEMPTS).where(_COLUMNS.enrolment_id.in_(enrolment_ids))
        oldest_first = (_COLUMNS.started_at, _COLUMNS.attempt_id)
        return [_attempt(row) for row in self.connection.execute(query.order_by(*oldest_first))]


def _row(attempt: Attempt) -> dict[str, Any]:
    return {
        "attempt_id": attempt.attempt_id,
        "enrolment_id": attempt.enrolment_id,
        "module_id": attempt.module_id,
        "number": attempt.number,
        "drawn": [
            {"question_id": each.question_id, "choice_ids": list(each.choice_ids)}
            for each in attempt.drawn
        ],
        "started_at": attempt.started_at,
        "due_at": attempt.due_at,
        "submitted_at": attempt.submitted_at,
        "answers": {name: sorted(taken) for name, taken in attempt.answers.items()},
        "right_ids": sorted(attempt.right),
        "passed": attempt.passed,
    }


def _attempt(row: Row[Any]) -> Attempt:
    return Attempt(
        attempt_id=row.attempt_id,
        enrolment_id=row.enrolment_id,
        module_id=row.module_id,
        number=row.number,
        drawn=tuple(
            Drawn(question_id=each["question_id"], choice_ids=tuple(each["choice_ids"]))
            for each in row.drawn
        ),
        started_at=row.started_at,
        due_at=row.due_at,
        submitted_at=row.submitted_at,
        answers={name: frozenset(taken) for name, taken in row.answers.items()},
        right=frozenset(row.right_ids),
        passed=row.passed,
    )
