"""Let nobody's silence hold an alert up: the deputy's turn, and then the hub's own."""

from dataclasses import dataclass

from kernel.ports import Clock
from kernel.principals import ANONYMOUS
from services.alerts.domain.alert import Status
from services.alerts.domain.cascade import PAUSES, StepState
from services.alerts.usecases.cascading import announce, hand_down, standing_at
from services.alerts.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class ClimbCascades:
    """Run by the clock; several may run at once, and any may be killed at any point.

    A step, what it opens below it, the pages and the dispatch are one transaction: what was not
    committed is done again, and what is done twice is there once. While issuing is frozen nothing
    goes further down; what is due then is done after.
    """

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(self) -> int:
        """Do all whose time is over; return how many there were."""
        done = 0
        while self._one():
            done += 1
        return done

    def _one(self) -> bool:
        now = self.clock.now()
        with self.unit_of_work() as tx:
            freeze = tx.freezes.open(hold=True)
            if freeze is not None and freeze.stops:
                return False
            step = tx.cascades.claim(now)
            if step is None:
                return False
            alert = tx.alerts.get(step.alert_id)
            if alert.status is not Status.ISSUED or alert.successor is not None:
                tx.cascades.save(step.closed(now))
                return True
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
        return True
