"""The first person's word that issuing may go on."""

from dataclasses import dataclass
from uuid import UUID

from chassis.errors import StaleVersion
from kernel.ports import Clock
from kernel.principals import Principal
from services.alerts.domain.freeze import Freeze
from services.alerts.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeUnfreeze:
    """Take one person's word; issuing is still stopped."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(
        self, caller: Principal, *, freeze_id: UUID, expected_version: int, why: str
    ) -> Freeze:
        """Return the freeze as it stands.

        Raises:
            FreezeNotFound: there is none.
            StaleVersion: it is not the version that the caller read.
            IllegalTransition: nothing is stopped, or somebody proposed that already.
        """
        with self.unit_of_work() as tx:
            freeze = tx.freezes.get(freeze_id, lock=True)
            if freeze.version != expected_version:
                raise StaleVersion("The freeze changed since you read it: read it again.")
            moved = freeze.propose_lift(by=caller.person, why=why, at=self.clock.now())
            tx.freezes.save(moved)
            tx.audit.record(caller, "alerts:propose-unfreeze", str(freeze_id), why=why)
        return moved
