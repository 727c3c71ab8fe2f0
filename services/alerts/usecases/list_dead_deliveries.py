"""Show what was given up."""

from collections.abc import Sequence
from dataclasses import dataclass

from kernel.pages import Place
from kernel.principals import Principal
from services.alerts.usecases.delivery_ports import DeadLetter
from services.alerts.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class ListDeadDeliveries:
    """Show a page of the dead letters, newest first; those of unreadable alerts are left out."""

    unit_of_work: UnitOfWork

    def __call__(
        self, caller: Principal, *, after: Place | None, size: int
    ) -> tuple[Sequence[DeadLetter], Place | None]:
        """Return the page, which may hold fewer, and where the next one begins."""
        with self.unit_of_work() as tx:
            found = tx.deliveries.dead(after=after, size=size + 1)
            page = found[:size]
            readable = {
                alert_id
                for alert_id in {each.delivery.alert_id for each in page}
                if tx.alerts.get(alert_id).readable_by(caller)
            }
        shown = [each for each in page if each.delivery.alert_id in readable]
        return shown, page[-1].place if len(found) > size else None
