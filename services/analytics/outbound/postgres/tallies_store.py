"""Rolled-up days in PostgreSQL."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import Connection, delete, select, text

from services.analytics.domain.period import Period
from services.analytics.domain.tally import Tally
from services.analytics.domain.usage import Dimension
from services.analytics.outbound.postgres.tables import STALE_DAYS, USAGE_DAYS
from services.analytics.usecases.ports import Stale

_DAYS = USAGE_DAYS.c

_COUNTED: Final = """
    SELECT e.metric, d.dimension, e.day, d.value, count(*) AS events,
           count(DISTINCT e.pseudonym) FILTER (WHERE e.pseudonym <> '')
               + count(*) FILTER (WHERE e.pseudonym = '') AS people
    FROM usage_events e CROSS JOIN LATERAL (VALUES
        ('none', ''), ('tier', e.tier), ('region', e.region), ('sector', e.sector),
        ('detail', e.detail), ('service', e.service)
    ) AS d (dimension, value)
"""
"""The same as domain/tally.py says: the suite in tests/ports holds them equal."""

# Two processes may roll up the same day, and the one that read earlier write later. Counts of a
# day only grow, so the greater is the later one.
_ROLL_UP: Final = text(f"""
    INSERT INTO usage_days (metric, dimension, day, value, events, people)
    {_COUNTED} WHERE e.metric = :metric AND e.day = :day GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
    ON CONFLICT (metric, dimension, day, value) DO UPDATE
    SET events = greatest(usage_days.events, excluded.events),
        people = greatest(usage_days.people, excluded.people)
""")  # noqa: S608 - nothing that anyone said is in it

_DIFFERING: Final = text(f"""
    SELECT count(DISTINCT (metric, day))
    FROM ({_COUNTED} WHERE e.day >= :since GROUP BY 1, 2, 3, 4) AS counted
    FULL JOIN (SELECT * FROM usage_days WHERE day >= :since) AS kept
        USING (metric, dimension, day, value)
    WHERE (counted.events, counted.people) IS DISTINCT FROM (kept.events, kept.people)
      AND NOT EXISTS (
          SELECT FROM stale_days AS stale
          WHERE stale.metric = coalesce(counted.metric, kept.metric)
            AND stale.day = coalesce(counted.day, kept.day))
""")  # noqa: S608 - as above


@dataclass(frozen=True, slots=True)
class PostgresTallies:
    """The rolled-up days on one transaction."""

    connection: Connection

    def stale(self, *, most: int) -> Sequence[Stale]:
        """Return days that must be rolled up."""
        query = select(STALE_DAYS).order_by(STALE_DAYS.c.day, STALE_DAYS.c.metric).limit(most)
        return [Stale(row.metric, row.day, row.mark) for row in self.connection.execute(query)]

    def roll_up(self, stale: Stale) -> None:
        """Count a day's events anew; the day stays stale if its mark is another by now.

        The mark was read before the events are, so an event that is not counted here has changed
        it, or will when its transaction commits.
        """
        self.connection.execute(_ROLL_UP, {"metric": stale.metric, "day": stale.day})
        self.connection.execute(
            delete(STALE_DAYS).where(
                STALE_DAYS.c.metric == stale.metric,
                STALE_DAYS.c.day == stale.day,
                STALE_DAYS.c.mark == stale.mark,
            )
        )

    def metrics(self) -> Sequence[str]:
        """Return every metric that was ever counted, in order."""
        query = (
            select(_DAYS.metric)
            .where(_DAYS.dimension == Dimension.NONE.value)
            .distinct()
            .order_by(_DAYS.metric)
        )
        return [row.metric for row in self.connection.execute(query)]

    def of(self, metric: str, period: Period, *dimensions: Dimension) -> Sequence[Tally]:
        """Return a metric's tallies of some days in some dimensions, in no order."""
        query = select(USAGE_DAYS).where(
            _DAYS.metric == metric,
            _DAYS.dimension.in_([each.value for each in dimensions]),
            _DAYS.day.between(period.first, period.last),
        )
        return [
            Tally(
                metric=row.metric,
                day=row.day,
                dimension=Dimension(row.dimension),
                value=row.value,
                events=row.events,
                people=row.people,
            )
            for row in self.connection.execute(query)
        ]

    def differing(self, *, since: date) -> int:
        """Return how many metrics' days since then are not what their events give."""
        return int(self.connection.execute(_DIFFERING, {"since": since}).scalar_one())
