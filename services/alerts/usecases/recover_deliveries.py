"""Take up what a sender left when it died."""

from dataclasses import dataclass
from typing import Final

from kernel.ports import Clock
from services.alerts.usecases.delivery_ports import DeliveryMeasures
from services.alerts.usecases.ports import UnitOfWork

MOST: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoverDeliveries:
    """Run by the clock; several may run at once."""

    unit_of_work: UnitOfWork
    measures: DeliveryMeasures
    clock: Clock

    def __call__(self) -> int:
        """Return how many are tried again: whether the provider has them is not known."""
        with self.unit_of_work() as tx:
            now = self.clock.now()
            found = tx.deliveries.lost(now, most=MOST)
            lost = [(each, each.lost(now)) for each in found]
            for _, after in lost:
                tx.deliveries.save(after)
        for before, after in lost:
            self.measures.settled(before, after)
        return len(lost)
