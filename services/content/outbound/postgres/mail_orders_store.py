"""Who is to be mailed of matches, in PostgreSQL."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Row, delete, select
from sqlalchemy.dialects.postgresql import insert

from services.content.domain.saved_search_mail import Mailing, MailOrder
from services.content.outbound.postgres.saved_search_tables import SAVED_SEARCH_MAILS

_C: Final = SAVED_SEARCH_MAILS.c


@dataclass(frozen=True, slots=True)
class PostgresMailOrders:
    """What people chose, on one transaction."""

    connection: Connection

    def of(self, subject: str, *, lock: bool = False) -> MailOrder | None:
        """Return what somebody chose, its row locked if asked."""
        query = select(SAVED_SEARCH_MAILS).where(_C.subject == subject)
        row = self.connection.execute(query.with_for_update() if lock else query).one_or_none()
        return None if row is None else _order(row)

    def keep(self, order: MailOrder) -> None:
        """Keep it."""
        row = {
            "subject": order.subject,
            "mailing": order.mailing.name,
            "stop_token": order.stop_token,
            "told_until": order.told_until,
            "due_at": order.due_at,
        }
        kept = insert(SAVED_SEARCH_MAILS).values(row)
        self.connection.execute(kept.on_conflict_do_update(index_elements=[_C.subject], set_=row))

    def next_due(self, now: datetime) -> MailOrder | None:
        """Return the one that is due first by then, locked."""
        query = select(SAVED_SEARCH_MAILS).where(_C.due_at <= now).order_by(_C.due_at).limit(1)
        row = self.connection.execute(query.with_for_update(skip_locked=True)).one_or_none()
        return None if row is None else _order(row)

    def end(self, token: str) -> str | None:
        """Forget the one with a token; return whose it was."""
        query = delete(SAVED_SEARCH_MAILS).where(_C.stop_token == token).returning(_C.subject)
        found: str | None = self.connection.execute(query).scalar_one_or_none()
        return found

    def forget(self, subject: str) -> int:
        """Forget what somebody chose."""
        query = delete(SAVED_SEARCH_MAILS).where(_C.subject == subject)
        return self.connection.execute(query).rowcount


def _order(row: Row[Any]) -> MailOrder:
    return MailOrder(
        subject=row.subject,
        mailing=Mailing[row.mailing],
        stop_token=row.stop_token,
        told_until=row.told_until,
        due_at=row.due_at,
    )
