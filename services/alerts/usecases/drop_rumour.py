"""Give a proposal for the rumour board up."""

from dataclasses import dataclass
from uuid import UUID

from chassis.errors import StaleVersion
from kernel.ports import Clock
from kernel.principals import Principal
from kernel.usage import Used
from services.alerts.domain.rumour import Rumour
from services.alerts.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class DropRumour:
    """Give it up before anyone else saw it."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(
        self, caller: Principal, *, rumour_id: UUID, expected_version: int, why: str
    ) -> Rumour:
        """Return the entry.

        Raises:
            RumourNotFound: there is none.
            StaleVersion: it is not the version that the caller read.
            IllegalTransition: it does not wait.
        """
        with self.unit_of_work() as tx:
            now = self.clock.now()
            rumour = tx.rumours.get(rumour_id, lock=True)
            if rumour.version != expected_version:
                raise StaleVersion("The entry changed since you read it: read it again.")
            done = rumour.drop(by=caller.person, why=why, at=now)
            tx.rumours.save(done)
            tx.audit.record(caller, "alerts:drop-rumour", str(rumour_id), rumour.digest, why=why)
            tx.outbox.add(Used(caller=caller, metric="alerts.rumour-dropped", at=now))
        return done
