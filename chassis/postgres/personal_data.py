"""What the plumbing itself keeps about a person: their rights, recent keys, name on record."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, Table, delete, select

from chassis.postgres.tables import AUDIT_NAMES, IDEMPOTENCY_KEYS, PRINCIPALS
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
        return self.connection.execute(delete(IDEMPOTENCY_KEYS).where(mine)).rowcount


def purpose_of(table: Table) -> str:
    """Return why a table holds personal data, as its columns are classified."""
    said = {column.info["personal"]["purpose"]: None for column in table.c if column.info}
    return "; ".join(said)
