"""Choose how much of an attempt's time one has."""

from dataclasses import dataclass

from kernel.ports import Clock
from kernel.principals import Principal
from services.training.domain.extra_time import ExtraTime
from services.training.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class ChooseExtraTime:
    """Give oneself more time from the next attempt on: no reason, no proof, nobody who grants."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(self, caller: Principal, *, percent: int) -> int:
        """Return what stands now.

        Raises:
            Invalid: it is not one of the shares that there are.
        """
        chosen = ExtraTime(subject=caller.person, percent=percent, chosen_at=self.clock.now())
        with self.unit_of_work() as tx:
            tx.extra_times.keep(chosen)
        return chosen.percent
