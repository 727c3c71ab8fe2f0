"""The first person's word that an entry stands on the rumour board."""

from dataclasses import dataclass
from uuid import UUID

from chassis.errors import Invalid
from kernel.idempotency import RequestKey
from kernel.ports import Clock, Ids
from kernel.principals import Principal
from kernel.usage import Used
from services.alerts.domain.rumour import Quoted, Rumour
from services.alerts.domain.threat_change import Hand
from services.alerts.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeRumour:
    """Take one person's word; nobody else than staff sees it."""

    unit_of_work: UnitOfWork
    clock: Clock
    ids: Ids

    def __call__(
        self, caller: Principal, *, quoted: Quoted, corrects: UUID | None, key: RequestKey
    ) -> Rumour:
        """Return the proposed entry; the same key gives the same one.

        Raises:
            Invalid: a part of it is wrong; each is named.
            RumourNotFound: there is nothing that it could correct.
            IllegalTransition: what it corrects does not stand.
            IdempotencyKeyReused: the key came with another body.
        """
        now, rumour_id = self.clock.now(), self.ids.new()
        with self.unit_of_work() as tx:
            earlier = tx.idempotency.claim(caller.person, key, str(rumour_id))
            if earlier is not None:
                return tx.rumours.get(UUID(earlier))
            if wrong := quoted.violations(now):
                raise Invalid(*wrong)
            if corrects is not None:
                tx.rumours.get(corrects).see_that_it_stands()
            hand = Hand(by=caller.person, at=now)
            rumour = Rumour(
                rumour_id=rumour_id, version=1, quoted=quoted, proposed=hand, corrects=corrects
            )
            tx.rumours.add(rumour)
            tx.audit.record(
                caller,
                "alerts:propose-rumour",
                str(rumour_id),
                rumour.digest,
                kind=quoted.kind.value,
                authority_reference=quoted.authority_reference,
            )
            metric, kind = "alerts.rumour-proposed", quoted.kind.value
            tx.outbox.add(Used(caller=caller, metric=metric, at=now, detail=kind))
        return rumour
