"""Say how far an alert got."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from kernel.principals import Principal
from services.alerts.domain.dispatch import Dispatch
from services.alerts.usecases.delivery_ports import Tally
from services.alerts.usecases.ports import UnitOfWork
from services.alerts.usecases.reading import get_readable


@dataclass(frozen=True, slots=True, kw_only=True)
class GetDeliveries:
    """Count the messages about an alert, and say whether everyone was found; name nobody."""

    unit_of_work: UnitOfWork

    def __call__(
        self, caller: Principal, *, alert_id: UUID
    ) -> tuple[Sequence[Tally], Sequence[Dispatch]]:
        """Return the counts, and the work of finding people.

        Raises:
            AlertNotFound: there is none that the caller may know of.
        """
        with self.unit_of_work() as tx:
            get_readable(tx.alerts, caller, alert_id)
            return tx.deliveries.tally(alert_id), tx.dispatches.of(alert_id)
