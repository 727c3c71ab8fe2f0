"""Withdrawn versions of courses in PostgreSQL."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, select, update
from sqlalchemy.dialects.postgresql import insert

from services.training.domain.errors import VersionWithdrawn
from services.training.domain.withdrawal import Withdrawal
from services.training.outbound.postgres.assessment_tables import WITHDRAWALS

_COLUMNS = WITHDRAWALS.c


@dataclass(frozen=True, slots=True)
class PostgresWithdrawals:
    """The withdrawals on one transaction."""

    connection: Connection

    def add(self, withdrawal: Withdrawal) -> None:
        """Insert a new withdrawal.

        Raises:
            VersionWithdrawn: there is one of the version.
        """
        kept = self.connection.execute(
            insert(WITHDRAWALS)
            .values(asdict(withdrawal))
            .on_conflict_do_nothing()
            .returning(_COLUMNS.course_id)
        ).first()
        if kept is None:
            raise VersionWithdrawn("This version was withdrawn already.")

    def of(self, course_id: UUID, version: int) -> Withdrawal | None:
        """Return what stands of a version; None if it was not withdrawn."""
        query = select(WITHDRAWALS).where(
            _COLUMNS.course_id == course_id, _COLUMNS.course_version == version
        )
        row = self.connection.execute(query).one_or_none()
        return None if row is None else _withdrawal(row)

    def everything(self) -> Sequence[Withdrawal]:
        """Return every withdrawal, oldest first."""
        query = select(WITHDRAWALS).order_by(_COLUMNS.withdrawn_at, _COLUMNS.course_id)
        return [_withdrawal(row) for row in self.connection.execute(query)]

    def save(self, withdrawal: Withdrawal) -> None:
        """Keep when its certificates were marked."""
        self.connection.execute(
            update(WITHDRAWALS)
            .where(
                _COLUMNS.course_id == withdrawal.course_id,
                _COLUMNS.course_version == withdrawal.course_version,
            )
            .values(marked_at=withdrawal.marked_at)
        )


def _withdrawal(row: Row[Any]) -> Withdrawal:
    return Withdrawal(
        course_id=row.course_id,
        course_version=row.course_version,
        reason=row.reason,
        withdrawn_at=row.withdrawn_at,
        ends_at=row.ends_at,
        marked_at=row.marked_at,
    )
