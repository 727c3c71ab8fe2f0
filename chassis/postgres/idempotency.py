"""A creating request with the same key is done once."""

import hmac
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from sqlalchemy import Connection, delete, func, select
from sqlalchemy.dialects.postgresql import insert

from chassis.errors import IdempotencyKeyReused
from chassis.postgres.tables import IDEMPOTENCY_KEYS as KEYS
from kernel.idempotency import RequestKey

KEPT: Final = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class IdempotencyTable:
    """The keys on one transaction."""

    connection: Connection

    def claim(self, subject: str | None, request: RequestKey, resource_id: str) -> str | None:
        """Take a key for a resource about to be made, or return the one made before.

        A request with the same key that is still under way is waited for.

        Raises:
            IdempotencyKeyReused: the key came with another body.
        """
        mine = self.connection.execute(
            insert(KEYS)
            .values(
                subject=subject or "",
                rpc=request.rpc,
                key=request.key,
                body_digest=request.body_digest,
                resource_id=resource_id,
            )
            .on_conflict_do_nothing()
            .returning(KEYS.c.key)
        ).first()
        if mine is not None:
            return None
        earlier = self.connection.execute(
            select(KEYS.c.body_digest, KEYS.c.resource_id).where(
                KEYS.c.subject == (subject or ""),
                KEYS.c.rpc == request.rpc,
                KEYS.c.key == request.key,
            )
        ).one()
        if not hmac.compare_digest(earlier.body_digest, request.body_digest):
            raise IdempotencyKeyReused("This key came before with another body.")
        return str(earlier.resource_id)

    def forget_old(self) -> int:
        """Delete keys older than a day; return how many."""
        return self.connection.execute(
            delete(KEYS).where(KEYS.c.created_at < func.clock_timestamp() - KEPT)
        ).rowcount
