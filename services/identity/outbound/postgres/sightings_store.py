"""On which day people were last here, in PostgreSQL."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, and_, func, or_, select, text, tuple_, update
from sqlalchemy.dialects.postgresql import insert

from kernel.standing import Standing
from services.identity.domain.dormancy import FIRST, LAST, Sighting
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
        """Keep that somebody was here on a day, unless that or a later one is kept."""
        there = select(_C.subject).where(_C.subject == subject, _C.day >= day)
        if self.connection.scalar(there) is not None:
            return  # without a lock: this is asked at every visit
        statement = insert(SIGHTINGS).values(subject=subject, day=day)
        self.connection.execute(
            statement.on_conflict_do_update(
                index_elements=[_C.subject],
                set_={
                    "day": statement.excluded.day,
                    "warned": None,
                    "first_told_at": None,
                    "last_told_at": None,
                },
                where=_C.day < statement.excluded.day,
            )
        )

    def find(self, subject: str) -> Sighting | None:
        """Return when somebody was last here, or None."""
        query = select(SIGHTINGS).where(_C.subject == subject)
        row = self.connection.execute(query).one_or_none()
        return None if row is None else _sighting(row)

    def warned(self, sighting: Sighting, days: int) -> None:
        """Keep that a notice was written."""
        this = (_C.subject == sighting.subject, _C.day == sighting.day)
        self.connection.execute(update(SIGHTINGS).where(*this).values(warned=days))

    def told(self, subject: str, day: date, days: int, at: datetime) -> None:
        """Keep that a notice about a day was sent, unless they came back since."""
        column = _C.first_told_at if days == FIRST else _C.last_told_at
        this = (_C.subject == subject, _C.day == day, column.is_(None))
        self.connection.execute(update(SIGHTINGS).where(*this).values({column.name: at}))

    def due(self, at: datetime, *, after: Sighting | None = None, most: int) -> Sequence[Sighting]:
        """Return those of accounts in use that are to close or of which a notice is due."""
        now = at.astimezone(UTC).replace(tzinfo=None)
        closes = func.greatest(  # of what is not there it takes no account
            _C.day + _A_YEAR,
            func.timezone("UTC", _C.first_told_at) + timedelta(days=FIRST),
            func.timezone("UTC", _C.last_told_at) + timedelta(days=LAST),
        )
        told_first = _C.first_told_at.is_not(None)
        first = and_(_C.warned.is_(None), closes <= now + timedelta(days=FIRST))
        last = and_(_C.warned == FIRST, told_first, closes <= now + timedelta(days=LAST))
        over = and_(told_first, _C.last_told_at.is_not(None), closes <= now)
        query = (
            select(SIGHTINGS)
            .join(SUBSCRIBERS, SUBSCRIBERS.c.subject == _C.subject)
            .where(
                SUBSCRIBERS.c.standing == Standing.ACTIVE.name,
                _C.day <= (at - _SHORTEST).date(),  # the index finds these
                or_(first, last, over),
            )
            .order_by(_C.day, _C.subject)
            .limit(most)
        )
        if after is not None:
            query = query.where(tuple_(_C.day, _C.subject) > (after.day, after.subject))
        return [_sighting(row) for row in self.connection.execute(query)]


def _sighting(row: Row[Any]) -> Sighting:
    return Sighting(
        subject=row.subject,
        day=row.day,
        warned=row.warned,
        first_told_at=row.first_told_at,
        last_told_at=row.last_told_at,
    )
