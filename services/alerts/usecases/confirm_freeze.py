"""Stop all issuing on a second person's word."""

from dataclasses import dataclass
from uuid import UUID

from chassis.errors import StaleVersion
from kernel.ports import Clock
from kernel.principals import Principal
from services.alerts.domain.freeze import Freeze
from services.alerts.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmFreeze:
    """Let nothing be issued from now on; what is out can still be withdrawn."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(self, caller: Principal, *, freeze_id: UUID, expected_version: int) -> Freeze:
        """Return the freeze as it stands.

        Raises:
            FreezeNotFound: there is none.
            StaleVersion: it is not the version that the caller read.
            SelfApproval: the caller proposed it.
            IllegalTransition: it is not proposed, or no longer.
        """
        with self.unit_of_work() as tx:
            freeze = tx.freezes.get(freeze_id, lock=True)
            if freeze.version != expected_version:
                raise StaleVersion("The freeze changed since you read it: read it again.")
            moved = freeze.confirm(by=caller.person, at=self.clock.now())
            tx.freezes.save(moved)
            tx.audit.record(caller, "alerts:freeze", str(freeze_id))
        return moved
