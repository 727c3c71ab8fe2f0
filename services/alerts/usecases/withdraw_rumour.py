"""Take an entry of the rumour board back."""

from dataclasses import dataclass
from uuid import UUID

from chassis.errors import StaleVersion
from kernel.ports import Clock
from kernel.principals import Principal
from kernel.usage import Used
from services.alerts.domain.rumour import Rumour
from services.alerts.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawRumour:
    """Take it back on one person's word: less is said then, never more."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(
        self, caller: Principal, *, rumour_id: UUID, expected_version: int, why: str
    ) -> Rumour:
        """Return the entry.

        Raises:
            RumourNotFound: there is none.
            StaleVersion: it is not the version that the caller read.
            IllegalTransition: it does not stand.
        """
        with self.unit_of_work() as tx:
            now = self.clock.now()
            rumour = tx.rumours.get(rumour_id, lock=True)
            if rumour.version != expected_version:
                raise StaleVersion("The entry changed since you read it: read it again.")
            done = rumour.withdraw(by=caller.person, why=why, at=now)
            tx.rumours.save(done)
            tx.audit.record(
                caller, "alerts:withdraw-rumour", str(rumour_id), rumour.digest, why=why
            )
            tx.outbox.add(Used(caller=caller, metric="alerts.rumour-withdrawn", at=now))
        return done
