"""How the audit log's oldest rows go after seven years, and the rest is still proved."""

from typing import Any, Final

from sqlalchemy import Connection, Row, select, text

from chassis.postgres.audit import SEALER_LOCK, ChainBroken, beginning, linked
from chassis.postgres.tables import AUDIT_LOG, AUDIT_SEALS

BATCH: Final = 1000
_OVER: Final = text("now() - INTERVAL '7 years'")
"""By the database's clock, as the function has it that deletes."""


def cut(connection: Connection, most: int = BATCH) -> int:
    """Cut off rows that are over, in one transaction of the caller's; return how many.

    Their chain is followed first: what was changed is not cut away, but stays to be found. The cut
    keeps the hash of the last of them, and is a row of the log itself. A sealer at work makes this
    do nothing.

    Raises:
        ChainBroken: one of them was changed or is gone.
    """
    if not connection.scalar(text("SELECT pg_try_advisory_xact_lock(:key)"), {"key": SEALER_LOCK}):
        return 0
    link, last = beginning(connection).head, None
    for row in _over(connection, most):
        if row.entry_id is None:
            raise ChainBroken(f"seal {row.number}: its row is gone")
        link = linked(link, row)
        if link != row.hash:
            raise ChainBroken(f"seal {row.number}: its row was changed")
        last = row.number
    if last is None:
        return 0
    return connection.scalar(text("SELECT cut_audit_log(:last)"), {"last": last}) or 0


def _over(connection: Connection, most: int) -> list[Row[Any]]:
    """Return the oldest sealed rows, up to the first whose time is not over."""
    oldest = select(AUDIT_SEALS).order_by(AUDIT_SEALS.c.number).limit(most).subquery()
    young = (AUDIT_LOG.c.at >= _OVER) | (oldest.c.sealed_at >= _OVER)
    query = (
        select(oldest.c.number, oldest.c.hash.label("hash"), AUDIT_LOG, young.label("young"))
        .outerjoin(AUDIT_LOG, AUDIT_LOG.c.entry_id == oldest.c.entry_id)
        .order_by(oldest.c.number)
    )
    found: list[Row[Any]] = []
    for row in connection.execute(query):
        if row.young:
            break
        found.append(row)
    return found
