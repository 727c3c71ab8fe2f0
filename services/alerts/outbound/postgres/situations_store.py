"""What people report, in PostgreSQL."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, and_, delete, exists, func, insert, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert as insert_or

from chassis.errors import StaleVersion
from services.alerts.domain.situation import Reporter, Sighting
from services.alerts.outbound.postgres.situation_tables import REPORTERS, SIGHTINGS


@dataclass(frozen=True, slots=True)
class PostgresSituations:
    """The reports on one transaction."""

    connection: Connection

    def find(self, thread_id: UUID, subject: str) -> Reporter | None:
        """Return what one person reported."""
        row = self.connection.execute(
            select(REPORTERS).where(
                REPORTERS.c.thread_id == thread_id, REPORTERS.c.subject == subject
            )
        ).one_or_none()
        return None if row is None else self._reporter(row)

    def save(self, reporter: Reporter) -> None:
        """Insert or replace the row of the version before, and what it reports.

        Raises:
            StaleVersion: another tap of theirs came first.
        """
        values = {
            "thread_id": reporter.thread_id,
            "subject": reporter.subject,
            "version": reporter.version,
            "region": reporter.region,
            "window_at": reporter.window_at,
            "taps": reporter.taps,
        }
        statement = insert_or(REPORTERS).values(values)
        kept = self.connection.execute(
            statement.on_conflict_do_update(
                index_elements=[REPORTERS.c.thread_id, REPORTERS.c.subject],
                set_={name: statement.excluded[name] for name in values},
                where=REPORTERS.c.version == statement.excluded.version - 1,
            ).returning(REPORTERS.c.version)
        ).first()
        if kept is None:
            raise StaleVersion("Another report of yours came at the same moment: look again.")
        who = and_(
            SIGHTINGS.c.thread_id == reporter.thread_id, SIGHTINGS.c.subject == reporter.subject
        )
        self.connection.execute(delete(SIGHTINGS).where(who))
        rows = [
            {
                "thread_id": reporter.thread_id,
                "subject": reporter.subject,
                "kind": kind,
                "seen_at": at,
            }
            for kind, at in reporter.seen.items()
        ]
        self.connection.execute(insert(SIGHTINGS), rows)

    def sightings(self, thread_id: UUID, since: datetime) -> Sequence[Sighting]:
        """Count the people of each area who reported each kind since then."""
        by = (REPORTERS.c.region, SIGHTINGS.c.kind)
        rows = self.connection.execute(
            select(*by, func.count().label("people"), func.max(SIGHTINGS.c.seen_at).label("last"))
            .join(
                REPORTERS,
                and_(
                    REPORTERS.c.thread_id == SIGHTINGS.c.thread_id,
                    REPORTERS.c.subject == SIGHTINGS.c.subject,
                ),
            )
            .where(SIGHTINGS.c.thread_id == thread_id, SIGHTINGS.c.seen_at > since)
            .group_by(*by)
            .order_by(*by)
        )
        return [
            Sighting(region=row.region, kind=row.kind, people=row.people, last=row.last)
            for row in rows
        ]

    def of(self, subject: str) -> Sequence[Reporter]:
        """Return everything that one person reported."""
        rows = self.connection.execute(
            select(REPORTERS)
            .where(REPORTERS.c.subject == subject)
            .order_by(REPORTERS.c.window_at, REPORTERS.c.thread_id)
        ).all()
        return [self._reporter(row) for row in rows]

    def rename(self, subject: str, pseudonym: str) -> int:
        """Put a pseudonym in a person's place."""
        changed = 0
        for table in (REPORTERS, SIGHTINGS):
            changed += self.connection.execute(
                update(table).where(table.c.subject == subject).values(subject=pseudonym)
            ).rowcount
        return changed

    def forget(self, before: datetime, *, most: int) -> int:
        """Delete some of what was last reported before then, and who reports nothing any more."""
        key = (SIGHTINGS.c.thread_id, SIGHTINGS.c.subject, SIGHTINGS.c.kind)
        old = select(*key).where(SIGHTINGS.c.seen_at < before).limit(most)
        gone = self.connection.execute(delete(SIGHTINGS).where(tuple_(*key).in_(old))).rowcount
        still = exists().where(
            SIGHTINGS.c.thread_id == REPORTERS.c.thread_id,
            SIGHTINGS.c.subject == REPORTERS.c.subject,
        )
        return (
            gone
            + self.connection.execute(
                delete(REPORTERS).where(REPORTERS.c.window_at < before, ~still)
            ).rowcount
        )

    def _reporter(self, row: Row[Any]) -> Reporter:
        seen = self.connection.execute(
            select(SIGHTINGS.c.kind, SIGHTINGS.c.seen_at)
            .where(SIGHTINGS.c.thread_id == row.thread_id, SIGHTINGS.c.subject == row.subject)
            .order_by(SIGHTINGS.c.kind)
        )
        return Reporter(
            thread_id=row.thread_id,
            subject=row.subject,
            region=row.region,
            seen={each.kind: each.seen_at for each in seen},
            window_at=row.window_at,
            taps=row.taps,
            version=row.version,
        )
