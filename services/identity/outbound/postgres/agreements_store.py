"""The ledger of consent in PostgreSQL."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from enum import Enum
from typing import Any, Final

from sqlalchemy import Connection, Row, select
from sqlalchemy.dialects.postgresql import insert

from chassis.errors import StaleVersion
from services.identity.domain.agreement import AgreementEntry, AgreementPurpose, AgreementWay
from services.identity.domain.contact import Channel
from services.identity.outbound.postgres.agreement_tables import CONSENTS

_C: Final = CONSENTS.c


@dataclass(frozen=True, slots=True)
class PostgresAgreements:
    """The ledger on one transaction."""

    connection: Connection

    def add(self, entry: AgreementEntry) -> None:
        """Insert a line.

        Raises:
            StaleVersion: another line of the person has this number.
        """
        added = insert(CONSENTS).values(_row(entry)).on_conflict_do_nothing()
        if self.connection.scalar(added.returning(_C.entry_id)) is None:
            raise StaleVersion("Consent changed meanwhile: read it again.")

    def of(self, subject: str) -> Sequence[AgreementEntry]:
        """Return a person's lines, oldest first."""
        query = select(CONSENTS).where(_C.subject == subject).order_by(_C.number)
        return [_entry(row) for row in self.connection.execute(query)]

    def by_token(self, token: str) -> AgreementEntry | None:
        """Return the line whose stop link this is, or None."""
        query = select(CONSENTS).where(_C.stop_token == token)
        row = self.connection.execute(query).one_or_none()
        return None if row is None else _entry(row)

    def people(self, *, after: str, size: int) -> Sequence[str]:
        """Return who has lines, by subject, from the one after `after`."""
        query = select(_C.subject).distinct().where(_C.subject > after)
        return self.connection.scalars(query.order_by(_C.subject).limit(size)).all()


def _row(entry: AgreementEntry) -> dict[str, Any]:
    said = {each.name: getattr(entry, each.name) for each in fields(entry)}
    return {name: v.name if isinstance(v, Enum) else v for name, v in said.items()}


def _entry(row: Row[Any]) -> AgreementEntry:
    said = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it
    return AgreementEntry(
        **said
        | {
            "purpose": AgreementPurpose[row.purpose],
            "channel": Channel[row.channel],
            "way": AgreementWay[row.way],
        }
    )
