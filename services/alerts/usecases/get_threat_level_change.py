"""Read one change of a threat level."""

from dataclasses import dataclass
from uuid import UUID

from services.alerts.domain.threat_change import ThreatLevelChange
from services.alerts.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class GetThreatLevelChange:
    """Return a change with who did what, for those who propose or approve."""

    unit_of_work: UnitOfWork

    def __call__(self, *, change_id: UUID) -> ThreatLevelChange:
        """Return it.

        Raises:
            ThreatLevelChangeNotFound: there is none.
        """
        with self.unit_of_work() as tx:
            return tx.threat_levels.get(change_id)
