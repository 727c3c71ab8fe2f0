"""Let nobody's silence hold an alert up: the deputy's turn, and then the hub's own."""

from dataclasses import dataclass

from kernel.ports import Clock
from kernel.principals import ANONYMOUS
from services.alerts.domain.alert import Status
from services.alerts.domain.cascade import PAUSES, StepState
from services.alerts.usecases.cascading import announce, hand_down, standing_at
from services.alerts.usecases.ports import UnitOfWork
from services.alerts.usecases.putting_off import PutOff


@dataclass(frozen=True, slots=True, kw_only=True)
class ClimbCascades:
    """Run by the clock; several may run at once, and any may be killed at any point.

    A step, what it opens below it, the pages and the dispatch are one transaction: what was not
    committed is done again, and what is done twice is there once. While issuing is frozen nothing
    goes further down; what is due then is done after.
    """

    unit_of_work: UnitOfWork
    clock: Clock
    put_off: PutOff

    def __call__(self) -> int:
        """Do all whose time is over; return how many there were."""
        climbed = 0
        while (done := self._one()) is not None:
            climbed += done
        return climbed

    def _one(self) -> int | None:
        """Do one; return None if there is none to do now, and 0 if it could not be done."""
        now, passed_over = self.clock.now(), self.put_off.now()
        with self.put_off.one() as held, self.unit_of_work() as tx:
            freeze = tx.freezes.open(hold=True)
            if freeze is not None and freeze.stops:
                return None
            step = tx.cascades.claim(now, but=passed_over)
            if step is None:
                return None
            held.which = step.step_id
            alert = tx.alerts.get(step.alert_id)
            if alert.status is not Status.ISSUED or alert.successor is not None:
                tx.cascades.save(step.closed(now))
                return 1
            who = standing_at(tx, alert, step.branch, now)
            after = step.climbed(who, PAUSES[alert.content.urgency], now)
            tx.cascades.save(after)
            if after.state is StepState.SENT_DIRECT:
                hand_down(tx, alert, after, now)
            else:
                announce(tx, alert, after, who, now)
            tx.audit.record(
                ANONYMOUS,
                "alerts:climb-cascade",
                str(step.alert_id),
                alert.digest,
                region=step.region,
                sector=step.sector,
                rung=after.rung.value,
            )
            return 1
        return 0
