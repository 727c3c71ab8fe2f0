"""Say how paging does: a page that reaches nobody must be heard of by somebody else."""

from dataclasses import dataclass

from kernel.ports import Clock
from services.alerts.usecases.page_ports import PageMeasures
from services.alerts.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasurePages:
    """Run by the clock."""

    unit_of_work: UnitOfWork
    measures: PageMeasures
    clock: Clock

    def __call__(self) -> None:
        """Say how many pages wait and for how long, and how much reaches nobody."""
        with self.unit_of_work() as tx:
            self.measures.backlog(tx.paging.backlog(self.clock.now()))
