"""Learners' shares of time in PostgreSQL."""

from dataclasses import dataclass

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.postgresql import insert

from services.training.domain.extra_time import ExtraTime
from services.training.outbound.postgres.assessment_tables import EXTRA_TIMES

_COLUMNS = EXTRA_TIMES.c


@dataclass(frozen=True, slots=True)
class PostgresExtraTimes:
    """The shares on one transaction."""

    connection: Connection

    def of(self, subject: str) -> ExtraTime | None:
        """Return what a learner chose, or None."""
        query = select(EXTRA_TIMES).where(_COLUMNS.subject == subject)
        row = self.connection.execute(query).one_or_none()
        if row is None:
            return None
        return ExtraTime(subject=row.subject, percent=row.percent, chosen_at=row.chosen_at)

    def keep(self, chosen: ExtraTime) -> None:
        """Keep a choice in the place of an earlier one."""
        said = {"percent": chosen.percent, "chosen_at": chosen.chosen_at}
        self.connection.execute(
            insert(EXTRA_TIMES)
            .values(subject=chosen.subject, **said)
            .on_conflict_do_update(index_elements=["subject"], set_=said)
        )

    def forget(self, subject: str) -> int:
        """Delete a learner's choice."""
        mine = _COLUMNS.subject == subject
        return self.connection.execute(delete(EXTRA_TIMES).where(mine)).rowcount
