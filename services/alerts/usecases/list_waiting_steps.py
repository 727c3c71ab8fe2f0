"""Show what waits to be passed on."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kernel.ports import Clock
from kernel.principals import Principal
from services.alerts.domain.alert import Alert, Status
from services.alerts.domain.cascade import Context, Step
from services.alerts.usecases.cascading import seats_of
from services.alerts.usecases.ports import UnitOfWork
from services.alerts.usecases.red_reads import note_red

MOST: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A step, its alert, and what the region added above it."""

    step: Step
    alert: Alert
    above: Context | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListWaitingSteps:
    """Return the steps that wait in the caller's seats."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(self, caller: Principal) -> Sequence[Waiting]:
        """Return them oldest first; none of an alert that is over or not for the caller's eyes."""
        with self.unit_of_work() as tx:
            found = []
            places = seats_of(tx, caller, now := self.clock.now())
            for step in tx.cascades.waiting_at(places, most=MOST):
                alert = tx.alerts.get(step.alert_id)
                current = alert.status is Status.ISSUED and alert.successor is None
                if not current or not alert.readable_by(caller):
                    continue
                region = tx.cascades.get(step.alert_id, (step.region, "")) if step.sector else None
                above = region.context if region else None
                found.append(Waiting(step=step, alert=alert, above=above))
            note_red(tx, caller, (each.alert for each in found), now)
        return found
