"""End an alert on the word of a second person."""

from dataclasses import dataclass
from uuid import UUID

from kernel.ports import Clock
from kernel.principals import Principal
from services.alerts.domain.alert import Alert
from services.alerts.domain.dispatch import Dispatch
from services.alerts.domain.events import AlertEnded
from services.alerts.usecases.counting import counted
from services.alerts.usecases.issuing import see_that_issuing_is_open
from services.alerts.usecases.ports import UnitOfWork
from services.alerts.usecases.reading import get_readable


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveAllClear:
    """Let a second person end an alert on exactly the proposal they read."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(self, caller: Principal, *, alert_id: UUID, read: bytes) -> Alert:
        """Return the ended alert; its event follows from the outbox.

        Raises:
            AlertNotFound: there is none that the caller may know of.
            IssuingFrozen: two people stopped all issuing.
            SelfApproval: the caller proposed it.
            VersionChanged: the digest is not that of the proposal that stands.
            IllegalTransition: it is not issued, or nothing is proposed.
        """
        with self.unit_of_work() as tx:
            now = self.clock.now()
            see_that_issuing_is_open(tx)
            alert = get_readable(tx.alerts, caller, alert_id, lock=True)
            ended = alert.give_all_clear(by=caller.person, read=read, at=now)
            tx.alerts.save(ended)
            tx.dispatches.add(Dispatch.of(ended, at=now))
            tx.messages.record(ended)
            decided = ended.ending.authority_reference if ended.ending else ""
            tx.audit.record(
                caller, "alerts:all-clear", str(alert_id), read, authority_reference=decided
            )
            tx.outbox.add(AlertEnded(ended), counted(caller, "alerts.all-clear", ended, now))
        return ended
