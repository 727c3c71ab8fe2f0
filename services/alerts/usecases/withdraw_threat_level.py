"""Give up a proposed change of a threat level."""

from dataclasses import dataclass
from uuid import UUID

from chassis.errors import StaleVersion
from kernel.ports import Clock
from kernel.principals import Principal
from kernel.usage import Used
from services.alerts.domain.threat_change import ThreatLevelChange
from services.alerts.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawThreatLevel:
    """Let one person give up a proposal, so that another can be made. No level changes."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(
        self, caller: Principal, *, change_id: UUID, expected_version: int, why: str
    ) -> ThreatLevelChange:
        """Return the withdrawn change.

        Raises:
            ThreatLevelChangeNotFound: there is none.
            StaleVersion: it is not the version that the caller read.
            IllegalTransition: it is approved or withdrawn already.
        """
        with self.unit_of_work() as tx:
            now = self.clock.now()
            change = tx.threat_levels.get(change_id, lock=True)
            if change.version != expected_version:
                raise StaleVersion("The change is not as you read it: read it again.")
            withdrawn = change.withdraw(by=caller.person, why=why, at=now)
            tx.threat_levels.save(withdrawn)
            tx.audit.record(
                caller,
                "alerts:withdraw-threat-level",
                str(change_id),
                change.digest,
                series=change.proposal.series.value,
                why=why,
            )
            tx.outbox.add(Used(caller=caller, metric="alerts.threat-level-withdrawn", at=now))
        return withdrawn
