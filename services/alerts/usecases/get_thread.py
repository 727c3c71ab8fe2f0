"""Read every message of a thread."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from kernel.principals import Principal
from services.alerts.domain.alert import Alert
from services.alerts.usecases.ports import UnitOfWork
from services.alerts.usecases.reading import get_readable
from services.alerts.usecases.red_reads import RedReads


@dataclass(frozen=True, slots=True, kw_only=True)
class GetThread:
    """Return the messages of an alert's thread that the caller may read."""

    unit_of_work: UnitOfWork
    red_reads: RedReads

    def __call__(self, caller: Principal, *, alert_id: UUID) -> Sequence[Alert]:
        """Return them, newest first; at least the alert that was named.

        Raises:
            AlertNotFound: there is none that the caller may know of.
        """
        with self.unit_of_work() as tx:
            named = get_readable(tx.alerts, caller, alert_id)
            found = tx.alerts.of_thread(named.thread.thread_id)
        readable = [alert for alert in found if alert.readable_by(caller)]
        self.red_reads.note(caller, *readable)
        return readable
