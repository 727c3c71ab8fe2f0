"""Links and resets of second factors in PostgreSQL."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, delete, select, update
from sqlalchemy.dialects.postgresql import insert

from services.identity.domain.factor_reset import FactorReset
from services.identity.domain.second_factor import FactorLink
from services.identity.domain.second_factor_errors import FactorResetNotFound, FactorResetThere
from services.identity.outbound.postgres.second_factor_tables import FACTOR_LINKS, FACTOR_RESETS


@dataclass(frozen=True, slots=True)
class PostgresFactorLinks:
    """The links on one transaction."""

    connection: Connection

    def put(self, link: FactorLink) -> None:
        """Insert, or write over the one before."""
        said = asdict(link)
        self.connection.execute(
            insert(FACTOR_LINKS)
            .values(said)
            .on_conflict_do_update(index_elements=[FACTOR_LINKS.c.subject], set_=said)
        )

    def of(self, subject: str) -> FactorLink | None:
        """Return a person's own, or None."""
        row = self.connection.execute(
            select(FACTOR_LINKS).where(FACTOR_LINKS.c.subject == subject)
        ).one_or_none()
        return None if row is None else FactorLink(**row._mapping)  # noqa: SLF001 - SQLAlchemy's

    def remove(self, subject: str) -> None:
        """Delete a person's own."""
        self.connection.execute(delete(FACTOR_LINKS).where(FACTOR_LINKS.c.subject == subject))

    def forget(self, before: datetime) -> int:
        """Delete those that were good until before then; return how many."""
        return self.connection.execute(
            delete(FACTOR_LINKS).where(FACTOR_LINKS.c.good_until < before)
        ).rowcount


@dataclass(frozen=True, slots=True)
class PostgresFactorResets:
    """The resets on one transaction."""

    connection: Connection

    def add(self, reset: FactorReset) -> None:
        """Insert.

        Raises:
            FactorResetThere: one waits for that person.
        """
        added = (
            insert(FACTOR_RESETS)
            .values(asdict(reset))
            .on_conflict_do_nothing(index_elements=[FACTOR_RESETS.c.subject])
        )
        if self.connection.execute(added.returning(FACTOR_RESETS.c.reset_id)).first() is None:
            raise FactorResetThere("One waits for this person already.")

    def get(self, reset_id: UUID) -> FactorReset:
        """Return one, locked.

        Raises:
            FactorResetNotFound: there is none.
        """
        row = self.connection.execute(
            select(FACTOR_RESETS).where(FACTOR_RESETS.c.reset_id == reset_id).with_for_update()
        ).one_or_none()
        if row is None:
            raise FactorResetNotFound("There is no such reset.")
        return _reset(row)

    def of(self, subject: str) -> FactorReset | None:
        """Return the one about a person, locked, or None."""
        row = self.connection.execute(
            select(FACTOR_RESETS).where(FACTOR_RESETS.c.subject == subject).with_for_update()
        ).one_or_none()
        return None if row is None else _reset(row)

    def waiting(self) -> Sequence[FactorReset]:
        """Return all, oldest first."""
        rows = self.connection.execute(
            select(FACTOR_RESETS).order_by(FACTOR_RESETS.c.proposed_at, FACTOR_RESETS.c.reset_id)
        )
        return [_reset(row) for row in rows]

    def due(self, at: datetime, *, but: Collection[UUID] = ()) -> FactorReset | None:
        """Return one whose hour has come, locked, or None; those that others hold are left."""
        row = self.connection.execute(
            select(FACTOR_RESETS)
            .where(FACTOR_RESETS.c.due_at <= at, FACTOR_RESETS.c.reset_id.not_in(list(but)))
            .order_by(FACTOR_RESETS.c.due_at)
            .limit(1)
            .with_for_update(skip_locked=True)
        ).one_or_none()
        return None if row is None else _reset(row)

    def save(self, reset: FactorReset) -> None:
        """Keep one that was confirmed."""
        self.connection.execute(
            update(FACTOR_RESETS)
            .where(FACTOR_RESETS.c.reset_id == reset.reset_id)
            .values(confirmed_by=reset.confirmed_by, due_at=reset.due_at)
        )

    def remove(self, reset_id: UUID) -> None:
        """Delete one."""
        self.connection.execute(delete(FACTOR_RESETS).where(FACTOR_RESETS.c.reset_id == reset_id))

    def forget(self, before: datetime) -> int:
        """Delete those proposed before then that nobody confirmed; return how many."""
        return self.connection.execute(
            delete(FACTOR_RESETS).where(
                FACTOR_RESETS.c.proposed_at < before, FACTOR_RESETS.c.confirmed_by.is_(None)
            )
        ).rowcount


def _reset(row: Row[Any]) -> FactorReset:
    return FactorReset(**row._mapping)  # noqa: SLF001 - SQLAlchemy's name
