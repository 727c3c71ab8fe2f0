"""What the plumbing itself keeps about a person: their rights, recent keys, name on record."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, LargeBinary, Table, bindparam, delete, or_, select, text, true

from chassis.postgres.tables import (
    AUDIT_NAMES,
    DEAD_LETTERS,
    IDEMPOTENCY_KEYS,
    OUTBOX,
    PRINCIPALS,
)
from kernel.ports import HeldRow

PERSONAL: Final = (PRINCIPALS, IDEMPOTENCY_KEYS, AUDIT_NAMES)
_SECRET: Final = frozenset({"salt"})


@dataclass(frozen=True, slots=True)
class PlumbingRows:
    """Those rows on one transaction. The audit log is not among them: it names pseudonyms."""

    connection: Connection

    def export(self, subject: str) -> Sequence[HeldRow]:
        """Return (table, purpose, row) for each row about a person."""
        return [
            (
                table.name,
                purpose_of(table),
                {str(name): value for name, value in row.items() if name not in _SECRET},
            )
            for table in PERSONAL
            for row in self.connection.execute(
                select(table).where(table.c.subject == subject)
            ).mappings()
        ]

    def erase(self, subject: str) -> int:
        """Forget the person's keys; return how many. Their name on record goes by `Audit.forget`.

        The copy of their rights stays, emptied and closed by identity's event: without it a token
        that has not expired would be believed.
        """
        mine = IDEMPOTENCY_KEYS.c.subject == subject
        forgotten = self.connection.execute(delete(IDEMPOTENCY_KEYS).where(mine)).rowcount
        return forgotten + forget_messages(self.connection, subject)


def forget_messages(connection: Connection, *named: str) -> int:
    """Delete events that were sent, or were parked, and say one of these; return how many.

    What is not sent yet stays, as others wait for it; what was sent goes by age too, after a week
    (`chassis/relay.py`), so that there is never much to look through.
    """
    gone = 0
    for table, over in ((OUTBOX, OUTBOX.c.sent_at.is_not(None)), (DEAD_LETTERS, true())):
        says = [
            text("position(:said IN payload) > 0").bindparams(
                bindparam("said", each.encode(), LargeBinary, unique=True)
            )
            for each in named
        ]
        gone += connection.execute(delete(table).where(over, or_(*says))).rowcount
    return gone


def purpose_of(table: Table) -> str:
    """Return why a table holds personal data, as its columns are classified."""
    said = {column.info["personal"]["purpose"]: None for column in table.c if column.info}
    return "; ".join(said)
