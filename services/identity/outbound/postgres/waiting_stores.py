"""What waits to be carried out: tasks for Keycloak, mails, and text messages."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, Row, Table, delete, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from chassis.postgres.engine import wait_outside
from services.identity.outbound.postgres.tables import KEYCLOAK_TASKS as TASKS
from services.identity.outbound.postgres.tables import MAILS
from services.identity.outbound.postgres.tables import TEXT_MESSAGES as TEXTS
from services.identity.usecases.subscription_ports import Text
from services.identity.usecases.waiting_ports import CHANGES, HOPELESS, Mail, Task, TaskKind

TAKEN_BACK: Final = "taken-back"


def _next_due(connection: Connection, table: Table, now: datetime) -> Row[Any] | None:
    """Return the oldest row that is due, locked; rows that others hold are left to them."""
    query = select(table).where(table.c.due_at <= now)
    if "sent_at" in table.c:
        query = query.where(table.c.sent_at.is_(None))
    oldest = query.order_by(table.c.due_at, table.c.created_at).limit(1)
    row = connection.execute(oldest.with_for_update(skip_locked=True)).one_or_none()
    if row is not None:
        wait_outside(connection)  # it is held while it is carried out
    return row


def _count(connection: Connection, table: Table, to: str, template: str, since: datetime) -> int:
    kept = select(func.count()).where(
        table.c.recipient == to, table.c.template == template, table.c.created_at >= since
    )
    return connection.scalar(kept) or 0


def _forget(connection: Connection, table: Table, to: str, templates: Collection[str]) -> int:
    of_these = table.c.template.in_(templates)
    return connection.execute(delete(table).where(table.c.recipient == to, of_these)).rowcount


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
        kind = TaskKind[row.kind]
        return Task(task_id=row.task_id, subject=row.subject, kind=kind, tries=row.tries)

    def waits(self, subject: str, kind: TaskKind) -> bool:
        """Tell whether there is such a task."""
        there = select(TASKS.c.task_id).where(TASKS.c.subject == subject, TASKS.c.kind == kind.name)
        return self.connection.execute(there.limit(1)).first() is not None

    def changes(self, subject: str) -> bool:
        """Tell whether a change of a person's account waits that did not fail again and again."""
        return self._fresh(subject, *CHANGES)

    def restores(self, subject: str) -> bool:
        """Tell whether a person's account is still to be opened again."""
        return self._fresh(subject, TaskKind.RESTORE)

    def _fresh(self, subject: str, *kinds: TaskKind) -> bool:
        waits = select(TASKS.c.task_id).where(
            TASKS.c.subject == subject,
            TASKS.c.kind.in_([each.name for each in kinds]),
            TASKS.c.tries < HOPELESS,
        )
        return self.connection.execute(waits.limit(1)).first() is not None

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
        self.connection.execute(insert(MAILS).values(_mail_row(mail)))

    def add_once(self, mail: Mail) -> None:
        """Insert a mail unless one of this id is there."""
        once = upsert(MAILS).values(_mail_row(mail)).on_conflict_do_nothing()
        self.connection.execute(once)

    def take_back(self, mail_id: UUID, at: datetime) -> None:
        """Mark the mail of this id as over, its row kept if it is not there yet."""
        nothing = Mail(mail_id=mail_id, to="", language="", template=TAKEN_BACK, variables={})
        over = upsert(MAILS).values(_mail_row(nothing) | {"sent_at": at})
        self.connection.execute(
            over.on_conflict_do_update(
                index_elements=[MAILS.c.mail_id],
                set_={"sent_at": at, "variables": {}, "why": TAKEN_BACK},
                where=MAILS.c.sent_at.is_(None),
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

    def count(self, to: str, template: str, since: datetime) -> int:
        """Return how many of a kind were kept for an address since then."""
        return _count(self.connection, MAILS, to, template, since)

    def forget(self, to: str, templates: Collection[str]) -> int:
        """Delete those of these kinds for an address."""
        return _forget(self.connection, MAILS, to, templates)

    def forget_sent(self, before: datetime) -> int:
        """Delete those sent before then."""
        return self.connection.execute(delete(MAILS).where(MAILS.c.sent_at < before)).rowcount


def _mail_row(mail: Mail) -> dict[str, Any]:
    return {
        "mail_id": mail.mail_id,
        "recipient": mail.to,
        "language": mail.language,
        "template": mail.template,
        "variables": dict(mail.variables),
    }


@dataclass(frozen=True, slots=True)
class PostgresTexts:
    """The text messages on one transaction."""

    connection: Connection

    def add(self, text: Text) -> None:
        """Insert a text."""
        self.connection.execute(
            insert(TEXTS).values(
                text_id=text.text_id,
                recipient=text.to,
                language=text.language,
                template=text.template,
                variables=dict(text.variables),
                good_until=text.good_until,
            )
        )

    def claim(self, now: datetime) -> Text | None:
        """Return the oldest text that is due, locked."""
        row = _next_due(self.connection, TEXTS, now)
        if row is None:
            return None
        return Text(
            text_id=row.text_id,
            to=row.recipient,
            language=row.language,
            template=row.template,
            variables=row.variables,
            good_until=row.good_until,
        )

    def sent(self, text: Text, at: datetime, provider_id: str) -> None:
        """Mark a text taken, and forget what it said."""
        self._over(text, sent_at=at, provider_id=provider_id)

    def dropped(self, text: Text, at: datetime, why: str) -> None:
        """Mark a text that is never sent, and forget what it said."""
        self._over(text, sent_at=at, why=why[:300])

    def later(self, text: Text, at: datetime, why: str) -> None:
        """Try a text again then."""
        self.connection.execute(
            update(TEXTS)
            .where(TEXTS.c.text_id == text.text_id)
            .values(due_at=at, tries=TEXTS.c.tries + 1, why=why[:300])
        )

    def count(self, to: str, template: str, since: datetime) -> int:
        """Return how many of a kind were kept for a phone since then."""
        return _count(self.connection, TEXTS, to, template, since)

    def forget(self, to: str, templates: Collection[str]) -> int:
        """Delete those of these kinds for a phone."""
        return _forget(self.connection, TEXTS, to, templates)

    def forget_sent(self, before: datetime) -> int:
        """Delete those sent or dropped before then."""
        return self.connection.execute(delete(TEXTS).where(TEXTS.c.sent_at < before)).rowcount

    def _over(self, text: Text, **values: Any) -> None:
        self.connection.execute(
            update(TEXTS).where(TEXTS.c.text_id == text.text_id).values(variables={}, **values)
        )
