"""The first person's word that a threat level changes."""

from dataclasses import dataclass
from uuid import UUID

from chassis.errors import Invalid
from kernel.idempotency import RequestKey
from kernel.ports import Clock, Ids
from kernel.principals import Principal
from kernel.usage import Used
from services.alerts.domain.threat_change import Proposal, ThreatLevelChange
from services.alerts.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeThreatLevel:
    """Take one person's word; no level changes yet."""

    unit_of_work: UnitOfWork
    clock: Clock
    ids: Ids

    def __call__(
        self, caller: Principal, *, proposal: Proposal, key: RequestKey
    ) -> ThreatLevelChange:
        """Return the proposed change; the same key gives the same one.

        Raises:
            Invalid: a part of it is wrong; each is named.
            ThreatLevelUnchanged: this level and this response stand already.
            ThreatLevelChangeUnderWay: another change of the series is not decided.
            IdempotencyKeyReused: the key came with another body.
        """
        now, change_id = self.clock.now(), self.ids.new()
        with self.unit_of_work() as tx:
            earlier = tx.idempotency.claim(caller.person, key, str(change_id))
            if earlier is not None:
                return tx.threat_levels.get(UUID(earlier))
            standing = tx.threat_levels.standing().get(proposal.series)
            if wrong := proposal.violations(now, standing):
                raise Invalid(*wrong)
            change = ThreatLevelChange.begun(
                change_id, proposal, follows=standing, by=caller.person, at=now
            )
            tx.threat_levels.add(change)
            tx.audit.record(
                caller,
                "alerts:propose-threat-level",
                str(change_id),
                change.digest,
                series=proposal.series.value,
                level=proposal.level.value,
                response=proposal.response.value,
                why=proposal.reason,
                authority_reference=proposal.authority_reference,
            )
            tx.outbox.add(
                Used(
                    caller=caller,
                    metric="alerts.threat-level-proposed",
                    at=now,
                    detail=proposal.level.value,
                )
            )
        return change
