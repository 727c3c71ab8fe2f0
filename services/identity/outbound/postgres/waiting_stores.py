"""What waits to be carried out: tasks for Keycloak, and mails."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Table, delete, insert, select, update

from services.identity.outbound.postgres.tables import KEYCLOAK_TASKS as TASKS
from services.identity.outbound.postgres.tables import MAILS
from services.identity.usecases.ports import Mail, Task, TaskKind


def _next_due(connection: Connection, table: Table, now: datetime) -> Row[Any] | None:
    """Return the oldest row that is due, locked; rows that others hold are left to them."""
    query = select(table).where(table.c.due_at <= now)
    if "sent_at" in table.c:
        query = query.where(table.c.sent_at.is_(None))
    oldest = query.order_by(table.c.due_at, table.c.created_at).limit(1)
    return connection.execute(oldest.with_for_update(skip_locked=True)).one_or_none()


@dataclass(frozen=True, slots=True)
class PostgresTasks:
    """The tasks on one transaction."""

    connection: Connection

    def add(self, task: Task) -> None:
        """Insert a task."""
        self.connection.execute(
            insert(TASKS).values(task_id=task.task_id, subject=task.subject, kind=task.kind.name)
        )

    def claim(self, now: datetime) -> Task | None:
        """Return the oldest task that is due, locked."""
        row = _next_due(self.connection, TASKS, now)
        if row is None:
            return None
        return Task(task_id=row.task_id, subject=row.subject, kind=TaskKind[row.kind])

    def done(self, task: Task) -> None:
        """Forget a task."""
        self.connection.execute(delete(TASKS).where(TASKS.c.task_id == task.task_id))

    def later(self, task: Task, at: datetime, why: str) -> None:
        """Try a task again then."""
        self.connection.execute(
            update(TASKS)
            .where(TASKS.c.task_id == task.task_id)
            .values(due_at=at, tries=TASKS.c.tries + 1, why=why[:300])
        )


@dataclass(frozen=True, slots=True)
class PostgresMails:
    """The mails on one transaction."""

    connection: Connection

    def add(self, mail: Mail) -> None:
        """Insert a mail."""
        self.connection.execute(
            insert(MAILS).values(
                mail_id=mail.mail_id,
                recipient=mail.to,
                language=mail.language,
                template=mail.template,
                variables=dict(mail.variables),
            )
        )

    def claim(self, now: datetime) -> Mail | None:
        """Return the oldest mail that is due, locked."""
        row = _next_due(self.connection, MAILS, now)
        if row is None:
            return None
        return Mail(
            mail_id=row.mail_id,
            to=row.recipient,
            language=row.language,
            template=row.template,
            variables=row.variables,
        )

    def sent(self, mail: Mail, at: datetime) -> None:
        """Mark a mail sent, and forget what it said."""
        self.connection.execute(
            update(MAILS).where(MAILS.c.mail_id == mail.mail_id).values(sent_at=at, variables={})
        )

    def later(self, mail: Mail, at: datetime, why: str) -> None:
        """Try a mail again then."""
        self.connection.execute(
            update(MAILS)
            .where(MAILS.c.mail_id == mail.mail_id)
            .values(due_at=at, tries=MAILS.c.tries + 1, why=why[:300])
        )
