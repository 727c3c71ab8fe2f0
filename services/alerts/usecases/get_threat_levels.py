"""Read the threat levels that stand."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.alerts.domain.threat_change import StandingLevel
from services.alerts.domain.threat_levels import ThreatSeries
from services.alerts.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class GetThreatLevels:
    """Return the level of each series; None where two people never set one."""

    unit_of_work: UnitOfWork

    def __call__(self) -> Mapping[ThreatSeries, StandingLevel | None]:
        """Return every series, in the order in which they are shown."""
        with self.unit_of_work() as tx:
            standing = tx.threat_levels.standing()
        return {series: standing.get(series) for series in ThreatSeries}
