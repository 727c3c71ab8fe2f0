"""Whether the internal ledger is what it was when heads of the public log were signed."""

from datetime import timedelta
from typing import Final

from sqlalchemy import Connection, func, or_, select, text

from chassis.postgres.audit import ChainBroken, verify
from chassis.postgres.tables import AUDIT_CUTS, AUDIT_SEALS
from services.alerts.outbound.postgres.record_tables import LOG_HEADS

_MEANWHILE: Final = timedelta(minutes=1)
"""How long after a seal a head may be signed that was begun before it."""


def see_that_the_ledger_fits(connection: Connection) -> int:
    """Follow the chain and look each signed head's link up; return how many rows wait for a seal.

    A link of seven years ago may have been cut off since (docs/adr/0122). One that a later head
    binds is the last that went, which the cut names.

    Raises:
        ChainBroken: a sealed row was changed or removed, or a head binds a link that is gone.
    """
    waiting = verify(connection)
    newest = select(func.max(AUDIT_CUTS.c.cut_at)).scalar_subquery()
    cut_off = LOG_HEADS.c.signed_at < newest - text("INTERVAL '7 years'") + _MEANWHILE
    gone = connection.scalar(
        select(LOG_HEADS.c.number)
        .outerjoin(AUDIT_SEALS, AUDIT_SEALS.c.hash == LOG_HEADS.c.audit_hash)
        .outerjoin(AUDIT_CUTS, AUDIT_CUTS.c.head == LOG_HEADS.c.audit_hash)
        .where(
            LOG_HEADS.c.audit_hash != b"",
            AUDIT_SEALS.c.number.is_(None),
            AUDIT_CUTS.c.number.is_(None),
            or_(newest.is_(None), ~cut_off),
        )
        .order_by(LOG_HEADS.c.number)
        .limit(1)
    )
    if gone is not None:
        raise ChainBroken(f"head {gone}: the ledger that it binds is not this one")
    return waiting
