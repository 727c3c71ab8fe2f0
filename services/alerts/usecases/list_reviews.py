"""Read what waits for a second person's look."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kernel.principals import Principal
from services.alerts.domain.alert import Alert
from services.alerts.usecases.ports import UnitOfWork
from services.alerts.usecases.red_reads import RedReads

MOST: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class ListReviews:
    """Return the alerts on which one person acted alone and nobody has looked yet."""

    unit_of_work: UnitOfWork
    red_reads: RedReads

    def __call__(self, caller: Principal) -> Sequence[Alert]:
        """Return those that the caller may read, the soonest due first, at most a hundred."""
        with self.unit_of_work() as tx:
            waiting = tx.alerts.awaiting_review(most=MOST)
        readable = [alert for alert in waiting if alert.readable_by(caller)]
        self.red_reads.note(caller, *readable)
        return readable
