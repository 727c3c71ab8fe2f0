"""Tell everyone again, after NATS was wiped or for a new consumer."""

from dataclasses import dataclass

from services.alerts.domain.alert import Status
from services.alerts.domain.events import AlertEnded, AlertIssued
from services.alerts.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class RepublishAlerts:
    """Put a snapshot of every published alert into the outbox again."""

    unit_of_work: UnitOfWork

    def __call__(self) -> int:
        """Return how many snapshots follow."""
        with self.unit_of_work() as tx:
            alerts = tx.alerts.published()
            for alert in alerts:
                issued = alert.status is Status.ISSUED
                tx.outbox.again(AlertIssued(alert) if issued else AlertEnded(alert))
        return len(alerts)
