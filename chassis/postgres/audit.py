"""The record of who decided what: rows inserted in the transaction, sealed into a hash chain."""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, Row, insert, select, text

from chassis.postgres.audit_names import AuditNames
from chassis.postgres.tables import AUDIT_CUTS, AUDIT_LOG, AUDIT_SEALS
from chassis.pseudonyms import Pseudonyms
from kernel.digests import canonical_json
from kernel.ports import Clock, Ids
from kernel.principals import Principal

SEALER_LOCK: Final = 7_301_001
"""The advisory lock that only one sealer of a database holds."""

_START: Final = bytes(32)
CUT: Final = "chassis:cut-audit-log"
"""The row of the log that says that its oldest rows were cut off."""


class ChainBroken(Exception):
    """A sealed row is not what was sealed, or is gone; names the seal's number."""


@dataclass(frozen=True, slots=True)
class AuditTable:
    """The audit log on one transaction: when it cannot be written, the act fails with it."""

    connection: Connection
    clock: Clock
    ids: Ids
    pseudonyms: Pseudonyms
    _names: AuditNames = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Know people by their names on the same transaction."""
        object.__setattr__(self, "_names", AuditNames(self.connection, self.pseudonyms))

    def record(
        self,
        caller: Principal,
        action: str,
        resource: str,
        digest: bytes = b"",
        **detail: str | int | bool,
    ) -> None:
        """Insert one row: who did what to which thing, and the digest of what they saw.

        The log can never be changed, so it names people by pseudonym from the first day; where
        the resource is a person, `name_of` says theirs.
        """
        self.connection.execute(
            insert(AUDIT_LOG).values(
                entry_id=self.ids.new(),
                at=self.clock.now(),
                actor=self.name_of(caller.subject) if caller.subject else "",
                action=action,
                resource=resource,
                digest=digest,
                detail=detail,
            )
        )

    def name_of(self, subject: str) -> str:
        """Return the name under which a person stands in this log."""
        return self._names.of(subject)

    def people(self, names: Collection[str]) -> Mapping[str, str]:
        """Return who bears which of these names; nobody bears the name of who was erased."""
        return self._names.people(names)

    def forget(self, subject: str) -> tuple[str, int]:
        """Destroy what leads to a person; return the name their acts stay under, and the rows."""
        return self._names.forget(subject)


def seal(connection: Connection, most: int = 1000) -> int:
    """Add committed rows to the chain, in one transaction of the caller's; return how many.

    Another sealer at work makes this one do nothing.
    """
    if not connection.scalar(text("SELECT pg_try_advisory_xact_lock(:key)"), {"key": SEALER_LOCK}):
        return 0
    rows = connection.execute(
        select(AUDIT_LOG)
        .outerjoin(AUDIT_SEALS, AUDIT_SEALS.c.entry_id == AUDIT_LOG.c.entry_id)
        .where(AUDIT_SEALS.c.entry_id.is_(None))
        .order_by(AUDIT_LOG.c.at, AUDIT_LOG.c.entry_id)
        .limit(most)
    ).all()
    last = connection.scalar(
        select(AUDIT_SEALS.c.hash).order_by(AUDIT_SEALS.c.number.desc()).limit(1)
    )
    link = last or beginning(connection).head
    for row in rows:
        link = linked(link, row)
        connection.execute(insert(AUDIT_SEALS).values(entry_id=row.entry_id, hash=link))
    return len(rows)


def verify(connection: Connection) -> int:
    """Follow the whole chain and return the number of rows that are not sealed yet.

    It begins at the newest cut, which must itself be a row of the log.

    Raises:
        ChainBroken: a sealed row was changed or removed, or a cut is not on record.
    """
    begun = beginning(connection)
    _on_record(connection, begun)
    link = begun.head
    seals = connection.execute(
        select(AUDIT_SEALS.c.number, AUDIT_SEALS.c.hash.label("hash"), AUDIT_LOG)
        .outerjoin(AUDIT_LOG, AUDIT_LOG.c.entry_id == AUDIT_SEALS.c.entry_id)
        .order_by(AUDIT_SEALS.c.number)
    )
    sealed = 0
    for row in seals:
        if row.number <= begun.number:
            raise ChainBroken(f"seal {row.number}: it was cut off, and is back")
        if row.entry_id is None:
            raise ChainBroken(f"seal {row.number}: its row is gone")
        link = linked(link, row)
        if link != row.hash:
            raise ChainBroken(f"seal {row.number}: its row was changed")
        sealed += 1
    total = connection.scalar(text("SELECT count(*) FROM audit_log")) or 0
    return int(total) - sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginning:
    """Where the chain begins: at its start, or at the newest cut (docs/adr/0122).

    `number` is that of the last seal that went, `head` its hash; `entry_id` the row that says so.
    """

    number: int = 0
    head: bytes = _START
    entry_id: UUID | None = None


def beginning(connection: Connection) -> Beginning:
    """Return where the chain begins now."""
    cut = connection.execute(
        select(AUDIT_CUTS).order_by(AUDIT_CUTS.c.number.desc()).limit(1)
    ).one_or_none()
    if cut is None:
        return Beginning()
    return Beginning(number=cut.number, head=bytes(cut.head), entry_id=cut.entry_id)


def _on_record(connection: Connection, begun: Beginning) -> None:
    """See that a cut is in the log, with the hash at which the rest begins.

    Raises:
        ChainBroken: it is not.
    """
    if begun.entry_id is None:
        return
    said = connection.execute(
        select(AUDIT_LOG.c.action, AUDIT_LOG.c.digest, AUDIT_LOG.c.detail).where(
            AUDIT_LOG.c.entry_id == begun.entry_id
        )
    ).one_or_none()
    if (
        said is None
        or said.action != CUT
        or bytes(said.digest) != begun.head
        or said.detail.get("number") != begun.number
    ):
        raise ChainBroken(f"the cut at seal {begun.number} is not in the log as it was made")


def linked(link: bytes, row: Row[Any]) -> bytes:
    """Return the hash of a row, over the hash of the one before."""
    fields: Mapping[str, Any] = {
        "chain_version": 1,
        "entry_id": str(row.entry_id),
        "at": row.at.isoformat(),
        "actor": row.actor,
        "action": row.action,
        "resource": row.resource,
        "digest": row.digest.hex(),
        "detail": row.detail,
    }
    return hashlib.sha256(link + canonical_json(fields)).digest()
