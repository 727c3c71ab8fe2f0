"""Read who decided what about an alert."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from kernel.principals import Principal
from services.alerts.usecases.deciders import Decided, named
from services.alerts.usecases.ports import UnitOfWork
from services.alerts.usecases.reading import get_readable

MOST: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class GetDecisions:
    """Return what was decided about every message of an alert's thread."""

    unit_of_work: UnitOfWork

    def __call__(self, caller: Principal, *, alert_id: UUID) -> Sequence[Decided]:
        """Return it, oldest first, at most 500.

        Raises:
            AlertNotFound: there is none that the caller may know of.
        """
        with self.unit_of_work() as tx:
            alert = get_readable(tx.alerts, caller, alert_id)
            thread = tx.alerts.of_thread(alert.thread.thread_id)
            readable = [each for each in thread if each.readable_by(caller)]
            found = tx.decisions.of([str(each.alert_id) for each in readable], most=MOST)
            return named(tx.audit, found)
