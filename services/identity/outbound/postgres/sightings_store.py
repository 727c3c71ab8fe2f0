"""On which day people were last here, in PostgreSQL."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, and_, or_, select, text, update
from sqlalchemy.dialects.postgresql import insert

from kernel.standing import Standing
from services.identity.domain.dormancy import Sighting
from services.identity.domain.ending import WARNED_DAYS
from services.identity.outbound.postgres.standing_tables import SIGHTINGS
from services.identity.outbound.postgres.tables import SUBSCRIBERS

_C = SIGHTINGS.c
_A_YEAR = text("INTERVAL '12 months'")
_SHORTEST = timedelta(days=330)


@dataclass(frozen=True, slots=True)
class PostgresSightings:
    """The days on one transaction."""

    connection: Connection

    def note(self, subject: str, day: date) -> None:
        """Keep that somebody was here on a day, unless a later one is kept."""
        statement = insert(SIGHTINGS).values(subject=subject, day=day)
        self.connection.execute(
            statement.on_conflict_do_update(
                index_elements=[_C.subject],
                set_={"day": statement.excluded.day, "warned": None},
                where=_C.day < statement.excluded.day,
            )
        )

    def find(self, subject: str) -> Sighting | None:
        """Return when somebody was last here, or None."""
        query = select(SIGHTINGS).where(_C.subject == subject)
        row = self.connection.execute(query).one_or_none()
        return None if row is None else _sighting(row)

    def warned(self, sighting: Sighting, days: int) -> None:
        """Keep that a notice was sent."""
        self.connection.execute(
            update(SIGHTINGS).where(_C.subject == sighting.subject).values(warned=days)
        )

    def due(self, at: datetime, *, most: int) -> Sequence[Sighting]:
        """Return those of accounts in use that are to close or of which a notice is due."""
        closes, now = _C.day + _A_YEAR, at.replace(tzinfo=None)
        notices = (
            and_(closes <= now + timedelta(days=days), or_(_C.warned.is_(None), _C.warned > days))
            for days in WARNED_DAYS
        )
        query = (
            select(SIGHTINGS)
            .join(SUBSCRIBERS, SUBSCRIBERS.c.subject == _C.subject)
            .where(
                SUBSCRIBERS.c.standing == Standing.ACTIVE.name,
                _C.day <= (at - _SHORTEST).date(),  # the index finds these
                or_(closes <= now, *notices),
            )
            .order_by(_C.day, _C.subject)
            .limit(most)
        )
        return [_sighting(row) for row in self.connection.execute(query)]


def _sighting(row: Row[Any]) -> Sighting:
    return Sighting(subject=row.subject, day=row.day, warned=row.warned)
