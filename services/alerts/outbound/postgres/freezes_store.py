"""Freezes in PostgreSQL."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, Row, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from chassis.errors import StaleVersion
from services.alerts.domain.errors import FreezeNotFound, FreezeUnderWay
from services.alerts.domain.freeze import Freeze, Word
from services.alerts.outbound.postgres.tables import FREEZES

_F: Final = FREEZES.c
_PEOPLE: Final = ("proposed_by", "confirmed_by", "lift_proposed_by", "lifted_by")


@dataclass(frozen=True, slots=True)
class PostgresFreezes:
    """The freezes on one transaction."""

    connection: Connection

    def add(self, freeze: Freeze) -> None:
        """Insert a new one.

        Raises:
            FreezeUnderWay: another is not lifted.
        """
        statement = insert(FREEZES).values(_row(freeze)).on_conflict_do_nothing()
        kept = self.connection.execute(statement.returning(_F.freeze_id)).first()
        if kept is None:
            raise FreezeUnderWay("Somebody proposed that already, or it is stopped.")

    def get(self, freeze_id: UUID, *, lock: bool = False) -> Freeze:
        """Return one, its row locked until the transaction ends if asked.

        Raises:
            FreezeNotFound: there is none.
        """
        query = select(FREEZES).where(_F.freeze_id == freeze_id)
        row = self.connection.execute(query.with_for_update() if lock else query).one_or_none()
        if row is None:
            raise FreezeNotFound("There is no such freeze.")
        return _freeze(row)

    def open(self, *, hold: bool = False) -> Freeze | None:
        """Return the one that is not lifted; held, nobody changes it before the commit."""
        query = select(FREEZES).where(_F.lifted_at.is_(None))
        held = query.with_for_update(read=True) if hold else query
        row = self.connection.execute(held).one_or_none()
        return None if row is None else _freeze(row)

    def save(self, freeze: Freeze) -> None:
        """Keep the next version.

        Raises:
            StaleVersion: the row is not at the version before it.
        """
        changed = self.connection.execute(
            update(FREEZES)
            .where(_F.freeze_id == freeze.freeze_id, _F.version == freeze.version - 1)
            .values(_row(freeze))
        ).rowcount
        if changed != 1:
            raise StaleVersion("The freeze changed meanwhile: read it again.")

    def said_by(self, subject: str) -> Sequence[Freeze]:
        """Return those about which a person said a word, oldest first."""
        said = or_(*(_F[name] == subject for name in _PEOPLE))
        rows = self.connection.execute(select(FREEZES).where(said).order_by(_F.proposed_at))
        return [_freeze(row) for row in rows]

    def rename(self, subject: str, pseudonym: str) -> int:
        """Put a pseudonym in a person's place."""
        said = or_(*(_F[name] == subject for name in _PEOPLE))
        renamed = {name: func.replace(_F[name], subject, pseudonym) for name in _PEOPLE}
        return self.connection.execute(update(FREEZES).where(said).values(renamed)).rowcount


def _row(freeze: Freeze) -> dict[str, Any]:
    confirmed, lift, lifted = freeze.confirmed, freeze.lift_proposed, freeze.lifted
    return {
        "freeze_id": freeze.freeze_id,
        "version": freeze.version,
        "proposed_by": freeze.proposed.by,
        "proposed_at": freeze.proposed.at,
        "proposed_why": freeze.proposed.why,
        "confirmed_by": confirmed.by if confirmed else None,
        "confirmed_at": confirmed.at if confirmed else None,
        "lift_proposed_by": lift.by if lift else None,
        "lift_proposed_at": lift.at if lift else None,
        "lift_proposed_why": lift.why if lift else None,
        "lifted_by": lifted.by if lifted else None,
        "lifted_at": lifted.at if lifted else None,
    }


def _freeze(row: Row[Any]) -> Freeze:
    return Freeze(
        freeze_id=row.freeze_id,
        version=row.version,
        proposed=Word(by=row.proposed_by, at=row.proposed_at, why=row.proposed_why),
        confirmed=_word(row.confirmed_by, row.confirmed_at),
        lift_proposed=_word(row.lift_proposed_by, row.lift_proposed_at, row.lift_proposed_why),
        lifted=_word(row.lifted_by, row.lifted_at),
    )


def _word(by: str | None, at: Any, why: str | None = "") -> Word | None:
    return None if by is None else Word(by=by, at=at, why=why or "")
