"""Put the demonstration's month into the record."""

from dataclasses import dataclass

from kernel.ports import Clock
from services.analytics.domain.demo_month import demo_month
from services.analytics.usecases.ports import UnitOfWork
from services.analytics.usecases.roll_up_days import RollUpDays


@dataclass(frozen=True, slots=True, kw_only=True)
class SeedDemoUsage:
    """Keep the demonstration's events of the last 30 days that are not there, and roll them up."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(self) -> int:
        """Return how many events were new."""
        with self.unit_of_work() as tx:
            new = tx.usages.add(*demo_month(self.clock.now().date()))
        RollUpDays(unit_of_work=self.unit_of_work)()
        return new
