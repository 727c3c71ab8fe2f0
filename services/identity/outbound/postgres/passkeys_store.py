"""Passkeys in PostgreSQL, and the challenges that were used."""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, delete, select, update
from sqlalchemy.dialects.postgresql import insert

from services.identity.domain.errors import PasskeyKnown
from services.identity.domain.passkey import Passkey
from services.identity.outbound.postgres.tables import PASSKEYS, SPENT_CHALLENGES


@dataclass(frozen=True, slots=True)
class PostgresPasskeys:
    """The passkeys on one transaction."""

    connection: Connection

    def add(self, passkey: Passkey) -> None:
        """Insert.

        Raises:
            PasskeyKnown: somebody has it already.
        """
        added = insert(PASSKEYS).values(asdict(passkey)).on_conflict_do_nothing()
        if self.connection.execute(added.returning(PASSKEYS.c.passkey_id)).first() is None:
            raise PasskeyKnown("This passkey is registered already.")

    def of(self, subject: str) -> Sequence[Passkey]:
        """Return a person's own, oldest first."""
        rows = self.connection.execute(
            select(PASSKEYS)
            .where(PASSKEYS.c.subject == subject)
            .order_by(PASSKEYS.c.registered_at, PASSKEYS.c.passkey_id)
        )
        return [_passkey(row) for row in rows]

    def find(self, credential_id: bytes) -> Passkey | None:
        """Return one, locked, or None."""
        row = self.connection.execute(
            select(PASSKEYS).where(PASSKEYS.c.credential_id == credential_id).with_for_update()
        ).one_or_none()
        return None if row is None else _passkey(row)

    def save(self, passkey: Passkey) -> None:
        """Keep one that is locked."""
        self.connection.execute(
            update(PASSKEYS)
            .where(PASSKEYS.c.passkey_id == passkey.passkey_id)
            .values(sign_count=passkey.sign_count, used_at=passkey.used_at)
        )

    def remove(self, passkey_id: UUID) -> None:
        """Delete one."""
        self.connection.execute(delete(PASSKEYS).where(PASSKEYS.c.passkey_id == passkey_id))

    def spend(self, challenge: bytes, *, until: datetime, at: datetime) -> bool:
        """Insert a challenge's digest; those that are too old anyhow go."""
        self.connection.execute(delete(SPENT_CHALLENGES).where(SPENT_CHALLENGES.c.good_until < at))
        digest = hashlib.sha256(challenge).digest()
        spent = insert(SPENT_CHALLENGES).values(digest=digest, good_until=until)
        once = spent.on_conflict_do_nothing().returning(SPENT_CHALLENGES.c.digest)
        return self.connection.execute(once).first() is not None


def _passkey(row: Row[Any]) -> Passkey:
    return Passkey(**row._mapping)  # noqa: SLF001 - SQLAlchemy's name
