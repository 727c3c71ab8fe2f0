"""The first person's word that all issuing must stop."""

from dataclasses import dataclass
from uuid import UUID

from kernel.idempotency import RequestKey
from kernel.ports import Clock, Ids
from kernel.principals import Principal
from services.alerts.domain.errors import FreezeUnderWay
from services.alerts.domain.freeze import Freeze
from services.alerts.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeFreeze:
    """Take one person's word; nothing is stopped yet."""

    unit_of_work: UnitOfWork
    clock: Clock
    ids: Ids

    def __call__(self, caller: Principal, *, why: str, key: RequestKey) -> Freeze:
        """Return the proposal; the same key gives the same one.

        Raises:
            FreezeUnderWay: issuing is stopped already, or somebody proposed that.
            IdempotencyKeyReused: the key came with another body.
        """
        new = Freeze.begun(self.ids.new(), by=caller.person, why=why, at=self.clock.now())
        with self.unit_of_work() as tx:
            earlier = tx.idempotency.claim(caller.person, key, str(new.freeze_id))
            if earlier is not None:
                return tx.freezes.get(UUID(earlier))
            if tx.freezes.open() is not None:
                raise FreezeUnderWay("Somebody proposed that already, or it is stopped.")
            tx.freezes.add(new)
            tx.audit.record(caller, "alerts:propose-freeze", str(new.freeze_id), why=why)
        return new
