"""The public log in PostgreSQL: whose rows are only ever added."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, func, insert, select, text, tuple_

from chassis.postgres.tables import AUDIT_SEALS
from services.alerts.domain.issued_message import IssuedMessage
from services.alerts.domain.merkle import Node
from services.alerts.domain.tree_head import SignedTreeHead, TreeHead
from services.alerts.outbound.postgres.fitting import fitting
from services.alerts.outbound.postgres.messages_store import message_of
from services.alerts.outbound.postgres.record_tables import (
    ISSUED_MESSAGES,
    LOG_ENTRIES,
    LOG_HEADS,
    LOG_NODES,
)
from services.alerts.usecases.record_ports import LARGEST_PART, LogEntry

_LOCK: Final = 7_301_030
"""The advisory lock of whoever adds to the log."""


@dataclass(frozen=True, slots=True)
class PostgresLog:
    """The public log on one transaction."""

    connection: Connection

    def hold(self) -> bool:
        """Take the lock until the transaction ends, unless another has it."""
        taken = text("SELECT pg_try_advisory_xact_lock(:key)")
        return bool(self.connection.scalar(taken, {"key": _LOCK}))

    def size(self) -> int:
        """Return how many messages it has."""
        newest = self.connection.scalar(select(func.max(LOG_ENTRIES.c.index)))
        return 0 if newest is None else int(newest) + 1

    def waiting(self, most: int) -> Sequence[IssuedMessage]:
        """Return public messages that it does not have yet, oldest first."""
        rows = self.connection.execute(
            select(ISSUED_MESSAGES)
            .outerjoin(LOG_ENTRIES, LOG_ENTRIES.c.identifier == ISSUED_MESSAGES.c.identifier)
            .where(ISSUED_MESSAGES.c.document != b"", LOG_ENTRIES.c.index.is_(None))
            .order_by(ISSUED_MESSAGES.c.number)
            .limit(most)
        )
        return [message_of(row) for row in rows]

    def nodes(self, wanted: Iterable[Node]) -> Mapping[Node, bytes]:
        """Return the complete nodes that were asked for."""
        key = tuple_(LOG_NODES.c.level, LOG_NODES.c.place)
        rows = self.connection.execute(select(LOG_NODES).where(key.in_(list(wanted))))
        return {(row.level, row.place): row.hash for row in rows}

    def append(self, index: int, identifier: str, nodes: Mapping[Node, bytes]) -> None:
        """Insert a message with the nodes that the tree gains by it."""
        self.connection.execute(insert(LOG_ENTRIES).values(index=index, identifier=identifier))
        rows = [
            {"level": level, "place": place, "hash": value}
            for (level, place), value in nodes.items()
        ]
        self.connection.execute(insert(LOG_NODES), rows)

    def index_of(self, identifier: str) -> int | None:
        """Return the place of a message, or None."""
        query = select(LOG_ENTRIES.c.index).where(LOG_ENTRIES.c.identifier == identifier)
        found: int | None = self.connection.scalar(query)
        return found

    def entries(self, start: int, most: int, *, largest: int = LARGEST_PART) -> Sequence[LogEntry]:
        """Return messages from a place on, as many as fit."""
        index = LOG_ENTRIES.c.index
        whole = select(index, LOG_ENTRIES.c.identifier, ISSUED_MESSAGES.c.document).join(
            ISSUED_MESSAGES, ISSUED_MESSAGES.c.identifier == LOG_ENTRIES.c.identifier
        )
        following = whole.where(index >= start).order_by(index).limit(most)
        few = fitting(following, "index", largest)
        rows = self.connection.execute(whole.where(index.in_(few)).order_by(index))
        return [LogEntry(*row) for row in rows]

    def newest_head(self) -> SignedTreeHead | None:
        """Return the head that was signed last, or None."""
        query = select(LOG_HEADS).order_by(LOG_HEADS.c.number.desc()).limit(1)
        row = self.connection.execute(query).one_or_none()
        if row is None:
            return None
        head = TreeHead(
            size=row.size, root=row.root, signed_at=row.signed_at, audit_hash=row.audit_hash
        )
        return SignedTreeHead(head=head, signature=row.signature, public_key=row.public_key)

    def add_head(self, head: SignedTreeHead) -> None:
        """Insert a head."""
        said = head.head
        self.connection.execute(
            insert(LOG_HEADS).values(
                size=said.size,
                root=said.root,
                signed_at=said.signed_at,
                audit_hash=said.audit_hash,
                signature=head.signature,
                public_key=head.public_key,
            )
        )

    def audit_hash(self) -> bytes:
        """Return the last link of the internal ledger's chain; nothing before the first."""
        query = select(AUDIT_SEALS.c.hash).order_by(AUDIT_SEALS.c.number.desc()).limit(1)
        return self.connection.scalar(query) or b""
