"""Look after a place no more."""

from dataclasses import dataclass
from uuid import UUID

from kernel.ports import Clock
from kernel.principals import Principal
from kernel.usage import Used
from services.identity.domain.events import PremisesChanged
from services.identity.usecases.belonging import premises_of, same_version
from services.identity.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class RemovePremises:
    """Forget premises of the caller's organisation."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(self, caller: Principal, *, premises_id: UUID, expected_version: int) -> None:
        """Forget them.

        Raises:
            PremisesNotFound: there are none of the caller's organisation, or no more.
            StaleVersion: they changed since they were read.
        """
        now = self.clock.now()
        with self.unit_of_work() as tx:
            there = premises_of(tx, caller, premises_id, lock=True)
            same_version(there, expected_version)
            removed = there.removed(now)
            tx.premises.save(removed)
            tx.audit.record(caller, "identity:remove-premises", str(premises_id))
            tx.outbox.add(
                PremisesChanged(removed),
                Used(caller=caller, metric="identity.premises_removed", at=now),
            )
