"""Read which levels a series had."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.alerts.domain.threat_change import StandingLevel
from services.alerts.domain.threat_levels import ThreatSeries
from services.alerts.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class ListThreatLevelHistory:
    """Return every level that was in force, newest first, without who set it or why."""

    unit_of_work: UnitOfWork

    def __call__(
        self, *, series: ThreatSeries, before: int | None, size: int
    ) -> tuple[Sequence[StandingLevel], int | None]:
        """Return a page, and the number below which the next one begins."""
        with self.unit_of_work() as tx:
            found = tx.threat_levels.history(series, before=before, size=size + 1)
        page = found[:size]
        return page, page[-1].number if len(found) > size else None
