"""Tell everyone the threat levels again, after NATS was wiped or for a new consumer."""

from dataclasses import dataclass

from services.alerts.domain.events import ThreatLevelChanged
from services.alerts.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class RepublishThreatLevels:
    """Put a snapshot of the level of every series into the outbox again."""

    unit_of_work: UnitOfWork

    def __call__(self) -> int:
        """Return how many snapshots follow."""
        with self.unit_of_work() as tx:
            standing = tx.threat_levels.standing()
            for each in standing.values():
                tx.outbox.again(ThreatLevelChanged(each))
        return len(standing)
