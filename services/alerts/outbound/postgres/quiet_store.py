"""When accounts would rather be left alone, in PostgreSQL."""

from dataclasses import dataclass

from sqlalchemy import Connection, delete, exists, select
from sqlalchemy.dialects.postgresql import insert

from chassis.postgres.tables import PRINCIPALS
from kernel.standing import Standing
from services.alerts.domain.quiet_hours import QuietAccount
from services.alerts.outbound.postgres.delivery_tables import QUIET_ACCOUNTS as QUIET


@dataclass(frozen=True, slots=True)
class PostgresQuietAccounts:
    """The quiet hours of accounts on one transaction."""

    connection: Connection

    def keep(self, account: QuietAccount) -> bool:
        """Insert or replace unless a newer version is there."""
        starts, ends = account.quiet or (None, None)
        values = {
            "subject": account.subject,
            "version": account.version,
            "quiet_from": starts,
            "quiet_until": ends,
        }
        statement = insert(QUIET).values(values)
        kept = self.connection.execute(
            statement.on_conflict_do_update(
                index_elements=[QUIET.c.subject],
                set_={name: statement.excluded[name] for name in values},
                where=QUIET.c.version < statement.excluded.version,
            ).returning(QUIET.c.subject)
        ).first()
        return kept is not None

    def of(self, subject: str) -> QuietAccount | None:
        """Return what somebody said, or None of who never did."""
        own = select(QUIET).where(QUIET.c.subject == subject)
        row = self.connection.execute(own).one_or_none()
        if row is None:
            return None
        return QuietAccount(
            subject=row.subject,
            version=row.version,
            quiet=None if row.quiet_from is None else (row.quiet_from, row.quiet_until),
        )

    def forget(self, subject: str) -> int:
        """Delete what somebody said."""
        return self.connection.execute(delete(QUIET).where(QUIET.c.subject == subject)).rowcount

    def forget_closed(self, *, most: int) -> int:
        """Delete some of those whose account was closed, so what came late of them as well."""
        closed = exists().where(
            PRINCIPALS.c.subject == QUIET.c.subject,
            PRINCIPALS.c.standing == Standing.CLOSED.name,
        )
        some = select(QUIET.c.subject).where(closed).limit(most)
        return self.connection.execute(delete(QUIET).where(QUIET.c.subject.in_(some))).rowcount
