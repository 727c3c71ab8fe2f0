"""Whether the internal ledger is what it was when heads of the public log were signed."""

from sqlalchemy import Connection, select

from chassis.postgres.audit import ChainBroken, verify
from chassis.postgres.tables import AUDIT_SEALS
from services.alerts.outbound.postgres.record_tables import LOG_HEADS


def see_that_the_ledger_fits(connection: Connection) -> int:
    """Follow the chain and look each signed head's link up; return how many rows wait for a seal.

    Raises:
        ChainBroken: a sealed row was changed or removed, or a head binds a link that is gone.
    """
    waiting = verify(connection)
    gone = connection.scalar(
        select(LOG_HEADS.c.number)
        .outerjoin(AUDIT_SEALS, AUDIT_SEALS.c.hash == LOG_HEADS.c.audit_hash)
        .where(LOG_HEADS.c.audit_hash != b"", AUDIT_SEALS.c.number.is_(None))
        .order_by(LOG_HEADS.c.number)
        .limit(1)
    )
    if gone is not None:
        raise ChainBroken(f"head {gone}: the ledger that it binds is not this one")
    return waiting
