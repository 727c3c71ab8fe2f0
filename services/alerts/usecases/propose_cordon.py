"""The first person's word that a cordon is set."""

from dataclasses import dataclass
from uuid import UUID

from chassis.errors import Invalid
from kernel.idempotency import RequestKey
from kernel.ports import Clock, Ids
from kernel.principals import Principal
from services.alerts.domain.cordon import MOST_OF_A_THREAD, NOT_OVER, Cordon, Line
from services.alerts.domain.cordon_errors import TooManyCordons
from services.alerts.usecases.cordon_reading import see_that_it_fits
from services.alerts.usecases.counting import counted
from services.alerts.usecases.ports import UnitOfWork
from services.alerts.usecases.reading import get_readable


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeCordon:
    """Take one person's word; nobody else than staff sees it yet."""

    unit_of_work: UnitOfWork
    clock: Clock
    ids: Ids

    def __call__(self, caller: Principal, *, alert_id: UUID, line: Line, key: RequestKey) -> Cordon:
        """Return the proposed cordon; the same key gives the same one.

        Raises:
            Invalid: a part of it is wrong; each is named.
            AlertNotFound: there is no such alert that the caller may know of.
            DrillStays: it is a private drill.
            IllegalTransition: the alert is not the current one of a thread that is out.
            TooManyCordons: the thread has as many as one may have.
            IdempotencyKeyReused: the key came with another body.
        """
        now, cordon_id = self.clock.now(), self.ids.new()
        with self.unit_of_work() as tx:
            earlier = tx.idempotency.claim(caller.person, key, str(cordon_id))
            if earlier is not None:
                return tx.cordons.get(UUID(earlier))
            if wrong := line.violations(now):
                raise Invalid(*wrong)
            # The lock holds the thread: nobody adds another cordon to it meanwhile.
            alert = get_readable(tx.alerts, caller, alert_id, lock=True)
            alert.see_that_it_is_no_drill()
            cordon = Cordon.proposed(cordon_id, alert, line, by=caller.person, at=now)
            there = tx.cordons.of_thread(cordon.thread_id)
            if sum(each.status in NOT_OVER for each in there) >= MOST_OF_A_THREAD:
                raise TooManyCordons(f"A thread has {MOST_OF_A_THREAD} cordons at most.")
            see_that_it_fits(tx, cordon)
            tx.cordons.add(cordon)
            tx.audit.record(
                caller,
                "alerts:propose-cordon",
                str(alert_id),
                cordon.change_digest,
                cordon_id=str(cordon_id),
                place=line.place,
                authority_reference=line.authority_reference,
            )
            tx.outbox.add(counted(caller, "alerts.cordon-proposed", alert, now))
        return cordon
