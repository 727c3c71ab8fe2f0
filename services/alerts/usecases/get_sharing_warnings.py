"""Read what is unusual about a draft before it is submitted."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from kernel.principals import Principal
from services.alerts.domain.alert import EDITABLE
from services.alerts.domain.errors import IllegalTransition
from services.alerts.domain.sharing import SharingWarning
from services.alerts.usecases.ports import UnitOfWork
from services.alerts.usecases.reading import get_readable
from services.alerts.usecases.sharing_warnings import sharing_warnings


@dataclass(frozen=True, slots=True, kw_only=True)
class GetSharingWarnings:
    """Return what is unusual about a draft now; nothing is kept of who looked."""

    unit_of_work: UnitOfWork

    def __call__(self, caller: Principal, *, alert_id: UUID) -> Sequence[SharingWarning]:
        """Return it; nothing where nothing is unusual.

        Raises:
            AlertNotFound: there is none that the caller may know of.
            IllegalTransition: it was issued or discarded.
        """
        with self.unit_of_work() as tx:
            alert = get_readable(tx.alerts, caller, alert_id)
            if alert.status not in EDITABLE:
                raise IllegalTransition("What was issued or discarded is not submitted any more.")
            reach = tx.reach.count(alert.content, alert.thread.earlier).people
            return sharing_warnings(tx, alert, reach)
