"""By which keys sign-ins by passkey are signed, in PostgreSQL."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from joserfc.jwk import ECKey, KeySet
from joserfc.util import urlsafe_b64encode
from sqlalchemy import (
    Column,
    Connection,
    DateTime,
    Engine,
    LargeBinary,
    Table,
    Text,
    delete,
    select,
)
from sqlalchemy.dialects.postgresql import insert

from chassis.postgres.engine import refusing_when_away
from chassis.tokens import KeysUnavailable
from services.alerts.domain.passkey_key import PasskeyKey
from services.alerts.outbound.postgres.tables import METADATA

KEPT_SECONDS: Final = 2.0
_COORDINATE: Final = 32

PASSKEY_KEYS: Final = Table(
    "passkey_keys",
    METADATA,
    Column("key_id", Text, primary_key=True),
    Column("public_key", LargeBinary, nullable=False),
    Column("told_at", DateTime(timezone=True), nullable=False),
)

HEARTBEATS: Final = Table(
    "heartbeats",
    METADATA,
    Column("source", Text, primary_key=True),
    Column("sent_at", DateTime(timezone=True), nullable=False),
)
"""When others said last that they are there; a row of its own, which no key's removal removes."""

IDENTITY: Final = "identity"


@dataclass(frozen=True, slots=True)
class PostgresPasskeyKeys:
    """The keys on one transaction."""

    connection: Connection

    def keep(self, keys: Sequence[PasskeyKey], *, told_at: datetime) -> bool:
        """Note the heartbeat and keep these keys and no others, unless a newer word is there.

        A heartbeat without a key is of an identity that knows of none yet: it says nothing of them.
        """
        said = insert(HEARTBEATS).values(source=IDENTITY, sent_at=told_at)
        newer = said.on_conflict_do_update(
            index_elements=[HEARTBEATS.c.source],
            set_={"sent_at": said.excluded.sent_at},
            where=HEARTBEATS.c.sent_at < said.excluded.sent_at,
        ).returning(HEARTBEATS.c.source)
        if self.connection.execute(newer).one_or_none() is None:
            return False
        if not keys:
            return True
        self.connection.execute(delete(PASSKEY_KEYS))
        for each in keys:
            self.connection.execute(
                insert(PASSKEY_KEYS).values(
                    key_id=each.key_id, public_key=each.public_key, told_at=told_at
                )
            )
        return True

    def all(self) -> Sequence[PasskeyKey]:
        """Return those that are good."""
        rows = self.connection.execute(select(PASSKEY_KEYS).order_by(PASSKEY_KEYS.c.key_id))
        return [PasskeyKey(row.key_id, row.public_key) for row in rows]


def last_heartbeat(engine: Engine) -> datetime | None:
    """Return when identity sent the newest heartbeat that the record has, or None.

    Raises:
        DatabaseUnavailable: the database is away.
    """
    asked = select(HEARTBEATS.c.sent_at).where(HEARTBEATS.c.source == IDENTITY)
    with refusing_when_away(), engine.connect() as connection:
        return connection.scalar(asked)


class PublishedKeys:
    """The keys as our table has them, read again after a moment; `engine` is one for reading."""

    def __init__(self, engine: Engine, now: Callable[[], float] = time.monotonic) -> None:
        self._engine = engine
        self._now = now
        self._kept: tuple[float, KeySet] | None = None

    def holding(self, kid: str) -> KeySet:
        """Return the keys, whether or not `kid` is among them.

        Raises:
            KeysUnavailable: identity told of none.
            DatabaseUnavailable: the database is away.
        """
        del kid
        now = self._now()
        if self._kept is None or now - self._kept[0] > KEPT_SECONDS:
            with refusing_when_away(), self._engine.connect() as connection:
                found = PostgresPasskeyKeys(connection).all()
            if not found:
                raise KeysUnavailable("Sign-in by passkey cannot be checked at the moment.")
            self._kept = (now, key_set(found))
        return self._kept[1]


def key_set(keys: Sequence[PasskeyKey]) -> KeySet:
    """Return keys as tokens are checked by them."""
    return KeySet([_key(each) for each in keys])


def _key(each: PasskeyKey) -> ECKey:
    x, y = each.public_key[1 : _COORDINATE + 1], each.public_key[_COORDINATE + 1 :]
    return ECKey.import_key(
        {
            "kty": "EC",
            "crv": "P-256",
            "kid": each.key_id,
            "alg": "ES256",
            "use": "sig",
            "x": urlsafe_b64encode(x).decode(),
            "y": urlsafe_b64encode(y).decode(),
        }
    )
