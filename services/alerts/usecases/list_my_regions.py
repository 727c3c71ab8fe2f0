"""Say for which regions somebody acts."""

from collections.abc import Sequence
from dataclasses import dataclass

from kernel.ports import Clock
from kernel.principals import Principal
from services.alerts.usecases.ports import UnitOfWork
from services.alerts.usecases.regional import people_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ListMyRegions:
    """Return the regions whose own messages somebody writes, issues and withdraws."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(self, caller: Principal) -> Sequence[str]:
        """Return their codes, sorted: those in which every verb of a region takes the caller."""
        with self.unit_of_work() as tx:
            now = self.clock.now()
            sat_in = {each.region for each in tx.seats.of(caller.person)}
            return sorted(each for each in sat_in if caller.person in people_of(tx, each, now))
