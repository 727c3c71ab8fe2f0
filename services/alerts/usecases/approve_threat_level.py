"""Put a threat level into force on a second person's word."""

from dataclasses import dataclass
from uuid import UUID

from kernel.ports import Clock
from kernel.principals import Principal
from kernel.usage import Used
from services.alerts.domain.events import ThreatLevelChanged
from services.alerts.domain.threat_change import ThreatLevelChange
from services.alerts.usecases.issuing import see_that_issuing_is_open
from services.alerts.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class ApproveThreatLevel:
    """Let a second person put into force exactly the change that they read."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(self, caller: Principal, *, change_id: UUID, read: bytes) -> ThreatLevelChange:
        """Return the approved change; its event follows from the outbox.

        Raises:
            ThreatLevelChangeNotFound: there is none.
            IssuingFrozen: two people stopped all issuing.
            SelfApproval: the caller proposed it.
            VersionChanged: the digest is not that of the change that stands.
            IllegalTransition: it is approved or withdrawn already.
        """
        with self.unit_of_work() as tx:
            now = self.clock.now()
            see_that_issuing_is_open(tx)
            change = tx.threat_levels.get(change_id, lock=True)
            approved = change.approve(by=caller.person, read=read, at=now)
            tx.threat_levels.save(approved)
            said, standing = approved.proposal, approved.in_force
            assert standing is not None
            tx.audit.record(
                caller,
                "alerts:approve-threat-level",
                str(change_id),
                approved.digest,
                series=said.series.value,
                level=said.level.value,
                response=said.response.value,
                authority_reference=said.authority_reference,
            )
            tx.outbox.add(
                ThreatLevelChanged(standing),
                Used(
                    caller=caller,
                    metric="alerts.threat-level-changed",
                    at=now,
                    detail=said.level.value,
                ),
            )
        return approved
