"""Issue an alert on the word of a second person."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kernel.ports import Clock
from kernel.principals import Principal
from kernel.usage import Used
from services.alerts.domain.alert import Alert
from services.alerts.domain.dispatch import Dispatch
from services.alerts.domain.events import AlertIssued
from services.alerts.usecases.ports import UnitOfWork
from services.alerts.usecases.reading import get_readable


@dataclass(frozen=True, slots=True, kw_only=True)
class ApproveAlert:
    """Let a second person issue the version they read."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(self, caller: Principal, *, alert_id: UUID, read: bytes) -> Alert:
        """Return the issued alert; its event follows from the outbox.

        Raises:
            AlertNotFound: there is none that the caller may know of.
            SelfApproval: the caller had a hand in this version.
            VersionChanged: the digest is not that of the version that stands.
            IllegalTransition: it is not awaiting approval.
            AlertOutOfDate: it would have expired already.
        """
        with self.unit_of_work() as tx:
            now = self.clock.now()
            alert = get_readable(tx.alerts, caller, alert_id, lock=True)
            issued = alert.approve(by=caller.person, read=read, at=now)
            tx.alerts.save(issued)
            tx.dispatches.add(Dispatch.of(issued, at=now))
            tx.audit.record(caller, "alerts:approve", str(alert_id), issued.digest)
            tx.outbox.add(AlertIssued(issued), _counted(caller, issued, now))
        return issued


def _counted(caller: Principal, issued: Alert, at: datetime) -> Used:
    """Return what analysts count; exercises are counted apart."""
    severity = issued.content.severity.value
    if issued.content.exercise:
        return Used(caller=caller, metric="alerts.exercise-issued", at=at, detail=severity)
    return Used(caller=caller, metric="alerts.issued", at=at, detail=severity)
