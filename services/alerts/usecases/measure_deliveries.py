"""Say how far delivery is behind."""

from dataclasses import dataclass

from kernel.ports import Clock
from services.alerts.usecases.delivery_ports import DeliveryMeasures
from services.alerts.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureDeliveries:
    """Run by the clock."""

    unit_of_work: UnitOfWork
    measures: DeliveryMeasures
    clock: Clock

    def __call__(self) -> None:
        """Say the age of the oldest delivery that is due, by channel."""
        with self.unit_of_work() as tx:
            self.measures.backlog(tx.deliveries.backlog(self.clock.now()))
