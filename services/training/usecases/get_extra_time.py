"""Tell somebody how much of an attempt's time they have."""

from dataclasses import dataclass

from kernel.principals import Principal
from services.training.domain.attempt import WHOLE
from services.training.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class GetExtraTime:
    """Tell somebody what they chose."""

    unit_of_work: UnitOfWork

    def __call__(self, caller: Principal) -> int:
        """Return their share of the time in per cent; 100 for one who chose nothing."""
        with self.unit_of_work() as tx:
            chosen = tx.extra_times.of(caller.person)
        return chosen.percent if chosen else WHOLE
