"""Counted events in PostgreSQL."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, Row, and_, delete, exists, func, select, update
from sqlalchemy.dialects.postgresql import insert

from kernel.tiers import Tier
from services.analytics.domain.period import Period
from services.analytics.domain.usage import Usage
from services.analytics.outbound.postgres.tables import STALE_DAYS, USAGE_EVENTS

_COLUMNS = USAGE_EVENTS.c
_AT_ONCE: Final = 1000


@dataclass(frozen=True, slots=True)
class PostgresUsages:
    """The events on one transaction."""

    connection: Connection

    def add(self, *usages: Usage) -> int:
        """Insert the events whose ids are not there, and mark their days."""
        new = 0
        for first in range(0, len(usages), _AT_ONCE):
            some = usages[first : first + _AT_ONCE]
            kept = self.connection.execute(
                insert(USAGE_EVENTS)
                .values([_row(each) for each in some])
                .on_conflict_do_nothing(index_elements=[_COLUMNS.event_id])
                .returning(_COLUMNS.metric, _COLUMNS.day)
            ).all()
            new += len(kept)
            self._mark(sorted({(row.metric, row.day) for row in kept}))
        return new

    def _mark(self, days: Sequence[tuple[str, date]]) -> None:
        """Give each day a new mark: whoever rolls it up meanwhile leaves it stale."""
        if not days:
            return
        self.connection.execute(
            insert(STALE_DAYS)
            .values([{"metric": metric, "day": day} for metric, day in days])
            .on_conflict_do_update(
                index_elements=[STALE_DAYS.c.metric, STALE_DAYS.c.day],
                set_={"mark": func.gen_random_uuid()},
            )
        )

    def period(self) -> Period | None:
        """Return the first and last day of which events are kept, or None without any."""
        query = select(func.min(_COLUMNS.day).label("first"), func.max(_COLUMNS.day).label("last"))
        row = self.connection.execute(query).one()
        return None if row.first is None else Period(row.first, row.last)

    def of_pseudonyms(self, pseudonyms: Sequence[str]) -> Sequence[Usage]:
        """Return the events under these pseudonyms, oldest first."""
        query = (
            select(USAGE_EVENTS)
            .where(_COLUMNS.pseudonym.in_(pseudonyms), _COLUMNS.pseudonym != "")
            .order_by(_COLUMNS.occurred_at, _COLUMNS.event_id)
        )
        return [_usage(row) for row in self.connection.execute(query)]

    def rename(self, names: Mapping[str, str]) -> int:
        """Put other pseudonyms in the place of some; return how many events changed."""
        changed = 0
        for name, other in names.items():
            mine = and_(_COLUMNS.pseudonym == name, _COLUMNS.pseudonym != "")
            changed += self.connection.execute(
                update(USAGE_EVENTS).where(mine).values(pseudonym=other)
            ).rowcount
        return changed

    def forget_before(self, day: date, *, most: int) -> int:
        """Delete some events of earlier days, none of a day that waits to be rolled up."""
        waits = exists().where(
            STALE_DAYS.c.metric == _COLUMNS.metric, STALE_DAYS.c.day == _COLUMNS.day
        )
        old = select(_COLUMNS.event_id).where(_COLUMNS.day < day, ~waits).limit(most)
        return self.connection.execute(
            delete(USAGE_EVENTS).where(_COLUMNS.event_id.in_(old))
        ).rowcount

    def lacking(self, event_ids: Sequence[UUID]) -> int:
        """Return how many of these ids are not kept."""
        query = select(func.count()).where(_COLUMNS.event_id.in_(event_ids))
        return len(set(event_ids)) - self.connection.execute(query).scalar_one()


def _row(usage: Usage) -> dict[str, Any]:
    return {
        "event_id": usage.event_id,
        "service": usage.service,
        "metric": usage.metric,
        "day": usage.day,
        "occurred_at": usage.occurred_at,
        "pseudonym": usage.pseudonym,
        "tier": usage.tier.name,
        "region": usage.region,
        "sector": usage.sector,
        "detail": usage.detail,
    }


def _usage(row: Row[Any]) -> Usage:
    return Usage(
        event_id=row.event_id,
        service=row.service,
        metric=row.metric,
        occurred_at=row.occurred_at,
        pseudonym=row.pseudonym,
        tier=Tier[row.tier],
        region=row.region,
        sector=row.sector,
        detail=row.detail,
    )
