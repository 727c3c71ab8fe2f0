"""End the alerts whose time has come."""

from dataclasses import dataclass

from kernel.ports import Clock
from kernel.principals import ANONYMOUS
from services.alerts.domain.dispatch import Dispatch
from services.alerts.domain.events import AlertEnded
from services.alerts.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpireAlerts:
    """Run by the clock; several may run at once."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(self) -> int:
        """Return how many alerts expired."""
        with self.unit_of_work() as tx:
            now = self.clock.now()
            due = tx.alerts.due(now, most=100)
            for alert in due:
                expired = alert.expire(at=now)
                tx.alerts.save(expired)
                tx.dispatches.add(Dispatch.of(expired, at=now))
                tx.messages.record(expired)
                tx.audit.record(ANONYMOUS, "alerts:expire", str(alert.alert_id), expired.digest)
                tx.outbox.add(AlertEnded(expired))
        return len(due)
