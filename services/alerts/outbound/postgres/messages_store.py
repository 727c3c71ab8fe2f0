"""What went out and what came in, in PostgreSQL."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Row, insert, select, tuple_
from sqlalchemy.dialects.postgresql import insert as insert_or

from kernel.ports import Ids
from services.alerts.domain.alert import Alert, Status
from services.alerts.domain.cap.importing import CapImport
from services.alerts.domain.cap.issuing import Sender
from services.alerts.domain.cap.message import Reference
from services.alerts.domain.cap.terms import MsgType, Scope
from services.alerts.domain.errors import CapIdentifierReused
from services.alerts.domain.issued_message import IssuedMessage, code_of, messages_of, thread_of
from services.alerts.outbound.postgres.alert_rows import alert_of
from services.alerts.outbound.postgres.fitting import fitting
from services.alerts.outbound.postgres.record_tables import CAP_IMPORTS, ISSUED_MESSAGES
from services.alerts.outbound.postgres.tables import ALERTS
from services.alerts.usecases.record_ports import LARGEST_PART

_M: Final = ISSUED_MESSAGES.c


@dataclass(frozen=True, slots=True)
class PostgresMessages:
    """The messages that went out, on one transaction; they are only ever added to."""

    connection: Connection
    sender: Sender
    ids: Ids

    def record(self, alert: Alert) -> IssuedMessage:
        """Insert the message that an alert's issue or end is."""
        earlier = self._found(_M.thread_id == thread_of(alert))
        code = code_of(self.ids.new())
        messages = messages_of(alert, self.sender, earlier=earlier, code=code)
        for message in messages:
            row = asdict(message) | {"notice": message.notice.name}
            self.connection.execute(insert(ISSUED_MESSAGES).values(row))
        return messages[-1]

    def find(self, identifier: str) -> IssuedMessage | None:
        """Return a message, or None."""
        return next(iter(self._found(_M.identifier == identifier)), None)

    def of_alert(self, alert_id: UUID) -> Sequence[IssuedMessage]:
        """Return the messages of an alert, oldest first."""
        return self._found(_M.alert_id == alert_id)

    def by_code(self, code: str) -> tuple[IssuedMessage, Alert] | None:
        """Return the message of an alert's issue with the alert, in one query."""
        messages = [column.label(f"message_{column.name}") for column in ISSUED_MESSAGES.columns]
        row = self.connection.execute(
            select(*messages, *ALERTS.columns)
            .join(ALERTS, ALERTS.c.alert_id == _M.alert_id)
            .where(_M.code == code, _M.notice == Status.ISSUED.name)
        ).one_or_none()
        return None if row is None else (_message(row, "message_"), alert_of(row))

    def public(self, most: int, *, largest: int = LARGEST_PART) -> Sequence[IssuedMessage]:
        """Return the messages that everyone may read, newest first, as many as fit."""
        newest = select(_M.number, _M.document).where(_M.document != b"")
        few = fitting(newest.order_by(_M.number.desc()).limit(most), "number", largest, last=True)
        query = select(ISSUED_MESSAGES).where(_M.number.in_(few)).order_by(_M.number.desc())
        return [_message(row) for row in self.connection.execute(query)]

    def _found(self, which: ColumnElement[bool]) -> list[IssuedMessage]:
        rows = self.connection.execute(select(ISSUED_MESSAGES).where(which).order_by(_M.number))
        return [_message(row) for row in rows]


def _message(row: Row[Any], prefix: str = "") -> IssuedMessage:
    def said(name: str) -> Any:
        return getattr(row, prefix + name)

    return IssuedMessage(
        identifier=said("identifier"),
        alert_id=said("alert_id"),
        thread_id=said("thread_id"),
        notice=Status[said("notice")],
        sender=said("sender"),
        sent=said("sent"),
        code=said("code"),
        headline=said("headline"),
        document=said("document"),
    )


def message_of(row: Row[Any]) -> IssuedMessage:
    """Return the message of a row."""
    return _message(row)


@dataclass(frozen=True, slots=True)
class PostgresCapImports:
    """The CAP messages that came in, on one transaction."""

    connection: Connection

    def find(self, sender: str, identifier: str) -> CapImport | None:
        """Return a message that came, or None."""
        row = self.connection.execute(
            select(CAP_IMPORTS).where(
                CAP_IMPORTS.c.sender == sender, CAP_IMPORTS.c.identifier == identifier
            )
        ).one_or_none()
        return None if row is None else _import(row)

    def add(self, came: CapImport) -> None:
        """Insert a message that came.

        Raises:
            CapIdentifierReused: the same one came at this moment.
        """
        row = asdict(came) | {"msg_type": came.msg_type.name, "scope": came.scope.name}
        statement = insert_or(CAP_IMPORTS).values(row).on_conflict_do_nothing()
        taken = self.connection.execute(statement.returning(CAP_IMPORTS.c.alert_id)).one_or_none()
        if taken is None:
            raise CapIdentifierReused("This message came at the same moment: send it again.")

    def named_by(self, references: Iterable[Reference]) -> Sequence[CapImport]:
        """Return the messages that references name: by sender, identifier and moment."""
        named = [(each.sender, each.identifier, each.sent) for each in references]
        key = tuple_(CAP_IMPORTS.c.sender, CAP_IMPORTS.c.identifier, CAP_IMPORTS.c.sent)
        rows = self.connection.execute(select(CAP_IMPORTS).where(key.in_(named)))
        return [_import(row) for row in rows]

    def about(self, alert_ids: Collection[UUID], *, most: int) -> Sequence[CapImport]:
        """Return those about any of these alerts, the latest sent first."""
        query = select(CAP_IMPORTS).where(CAP_IMPORTS.c.about.in_(list(alert_ids)))
        query = query.order_by(CAP_IMPORTS.c.sent.desc(), CAP_IMPORTS.c.alert_id).limit(most)
        return [_import(row) for row in self.connection.execute(query)]

    def of_draft(self, alert_id: UUID) -> CapImport | None:
        """Return the message that an alert was made of, or None."""
        query = select(CAP_IMPORTS).where(CAP_IMPORTS.c.alert_id == alert_id)
        row = self.connection.execute(query).one_or_none()
        return None if row is None else _import(row)


def _import(row: Row[Any]) -> CapImport:
    return CapImport(
        sender=row.sender,
        identifier=row.identifier,
        sent=row.sent,
        msg_type=MsgType[row.msg_type],
        scope=Scope[row.scope],
        restriction=row.restriction,
        digest=row.digest,
        alert_id=row.alert_id,
        thread_id=row.thread_id,
        about=row.about,
    )
