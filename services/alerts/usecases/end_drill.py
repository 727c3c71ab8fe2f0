"""End a private drill before its time."""

from dataclasses import dataclass
from uuid import UUID

from chassis.errors import StaleVersion
from kernel.ports import Clock
from kernel.principals import Principal
from kernel.usage import Used
from services.alerts.domain.alert import Alert
from services.alerts.domain.dispatch import Dispatch
from services.alerts.domain.drilling import ended
from services.alerts.domain.events import AlertEnded
from services.alerts.usecases.drilling import organisation_of
from services.alerts.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class EndDrill:
    """Tell everyone who had the drill that it is over."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(self, caller: Principal, *, drill_id: UUID, expected_version: int) -> Alert:
        """Return the drill, ended.

        Raises:
            NoOrganisation: the caller belongs to none.
            DrillNotFound: there is none of the caller's organisation.
            StaleVersion: it is not the version that the caller read.
            DrillOver: it has ended already.
        """
        own = organisation_of(caller)
        with self.unit_of_work() as tx:
            now = self.clock.now()
            running = tx.drills.get(own, drill_id, lock=True)
            over = ended(running, by=caller.person, at=now)
            if running.version != expected_version:
                raise StaleVersion("The drill changed since you read it: read it again.")
            tx.alerts.save(over)
            tx.dispatches.add(Dispatch.of(over, at=now))
            tx.messages.record(over)
            tx.audit.record(caller, "alerts:end-drill", str(drill_id), over.digest)
            tx.outbox.add(
                AlertEnded(over), Used(caller=caller, metric="alerts.drill-ended", at=now)
            )
        return over
