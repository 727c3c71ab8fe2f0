"""What is to be carried and sent, and when, in PostgreSQL: one question for all of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Engine, Text, func, literal, select, union_all

from chassis.postgres.engine import refusing_when_away
from services.identity.outbound.postgres.standing_tables import GROUPS, ROLE_GRANTS
from services.identity.outbound.postgres.tables import KEYCLOAK_TASKS, MAILS, TEXT_MESSAGES
from services.identity.usecases.look_ahead import Task

_EARLIEST: Final = union_all(
    select(literal(Task.KEYCLOAK.value, Text).label("task"), func.min(KEYCLOAK_TASKS.c.due_at)),
    select(literal(Task.ROLE_GRANTS.value, Text), func.min(ROLE_GRANTS.c.due_at)),
    select(literal(Task.GROUPS.value, Text), func.min(GROUPS.c.due_at)),
    *(
        select(literal(task.value, Text), func.min(table.c.due_at)).where(table.c.sent_at.is_(None))
        for task, table in ((Task.MAILS, MAILS), (Task.TEXTS, TEXT_MESSAGES))
    ),
)


@dataclass(frozen=True, slots=True)
class PostgresAgenda:
    """The agenda, by connections of its own."""

    engine: Engine

    def earliest(self) -> Mapping[Task, datetime]:
        """Return when the first of each kind is due.

        Raises:
            DatabaseUnavailable: the database is away.
        """
        with refusing_when_away(), self.engine.connect() as connection:
            rows = connection.execute(_EARLIEST).all()
        return {Task(task): due_at for task, due_at in rows if due_at is not None}
