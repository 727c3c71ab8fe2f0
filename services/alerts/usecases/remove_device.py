"""Send no notifications to a device any more."""

from dataclasses import dataclass
from uuid import UUID

from kernel.ports import Clock
from kernel.principals import Principal
from kernel.usage import Used
from services.alerts.usecases.devices import forget_device
from services.alerts.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveDevice:
    """Forget a device of the caller."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(self, caller: Principal, *, device_id: UUID) -> bool:
        """Tell whether there was one of theirs."""
        with self.unit_of_work() as tx:
            there = tx.devices.find(device_id)
            if there is None or there.subject != caller.person:
                return False
            forget_device(tx, there)
            tx.outbox.add(Used(caller=caller, metric="alerts.device-removed", at=self.clock.now()))
        return True
