"""Read every message of a thread."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from kernel.principals import Principal
from services.alerts.domain.alert import Alert
from services.alerts.domain.public_part import seen_by
from services.alerts.usecases.ports import UnitOfWork
from services.alerts.usecases.reading import get_seen
from services.alerts.usecases.red_reads import RedReads


@dataclass(frozen=True, slots=True, kw_only=True)
class GetThread:
    """Return the messages of an alert's thread as far as the caller may know of them."""

    unit_of_work: UnitOfWork
    red_reads: RedReads

    def __call__(self, caller: Principal, *, alert_id: UUID) -> Sequence[Alert]:
        """Return them, newest first; at least the alert that was named.

        Raises:
            AlertNotFound: there is none that the caller may know of.
        """
        with self.unit_of_work() as tx:
            named = get_seen(tx.alerts, caller, alert_id)
            found = tx.alerts.of_thread(named.thread.thread_id)
        seen = [part for alert in found if (part := seen_by(alert, caller)) is not None]
        self.red_reads.note(caller, *seen)
        return seen
