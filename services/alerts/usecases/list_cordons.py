"""Read the cordons of an alert's thread."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from kernel.principals import Principal
from services.alerts.domain.alert import Alert, is_staff
from services.alerts.domain.cordon import Cordon, CordonStatus
from services.alerts.usecases.cordon_reading import governing
from services.alerts.usecases.ports import UnitOfWork
from services.alerts.usecases.reading import get_readable
from services.alerts.usecases.red_reads import RedReads

_STOOD = frozenset({CordonStatus.LIVE, CordonStatus.LIFTED})


@dataclass(frozen=True, slots=True, kw_only=True)
class ListCordons:
    """Return the cordons to who may read the message of the thread that stands now."""

    unit_of_work: UnitOfWork
    red_reads: RedReads

    def __call__(
        self, caller: Principal, *, alert_id: UUID
    ) -> tuple[Alert | None, Sequence[Cordon]]:
        """Return that message, and the cordons; None and none for who may not read it.

        Raises:
            AlertNotFound: there is no such alert that the caller may know of.
        """
        with self.unit_of_work() as tx:
            thread_id = get_readable(tx.alerts, caller, alert_id).thread.thread_id
            alert = governing(tx, thread_id)
            if alert is None or not alert.readable_by(caller):
                return None, []
            found = tx.cordons.of_thread(thread_id)
        if found:
            self.red_reads.note(caller, alert)
        if is_staff(caller):
            return alert, found
        return alert, [each for each in found if each.status in _STOOD]
