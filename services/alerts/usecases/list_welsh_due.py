"""Read which alerts are out without confirmed Welsh."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kernel.principals import Principal
from services.alerts.domain.alert import Alert
from services.alerts.usecases.ports import UnitOfWork
from services.alerts.usecases.red_reads import RedReads

MOST: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class ListWelshDue:
    """Return the alerts that an update must bring confirmed Welsh of, with its time."""

    unit_of_work: UnitOfWork
    red_reads: RedReads

    def __call__(self, caller: Principal) -> Sequence[Alert]:
        """Return those that the caller may read, the soonest due first, at most a hundred."""
        with self.unit_of_work() as tx:
            owing = tx.alerts.owing_welsh(most=MOST)
        readable = [alert for alert in owing if alert.readable_by(caller)]
        self.red_reads.note(caller, *readable)
        return readable
