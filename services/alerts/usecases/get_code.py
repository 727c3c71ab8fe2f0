"""Read the code by which anyone can check an alert."""

from dataclasses import dataclass
from uuid import UUID

from kernel.principals import Principal
from services.alerts.domain.errors import CodeUnknown
from services.alerts.domain.wording import CapStatus
from services.alerts.usecases.ports import UnitOfWork
from services.alerts.usecases.reading import get_seen


@dataclass(frozen=True, slots=True, kw_only=True)
class GetCode:
    """Return the code of an alert of which the caller may know, and whether that is meant."""

    unit_of_work: UnitOfWork

    def __call__(self, caller: Principal, *, alert_id: UUID) -> tuple[str, CapStatus]:
        """Return them.

        Raises:
            AlertNotFound: there is no alert that the caller may know of.
            CodeUnknown: it was not issued, or before alerts had codes.
        """
        with self.unit_of_work() as tx:
            alert = get_seen(tx.alerts, caller, alert_id)
            messages = tx.messages.of_alert(alert_id)
        if not messages:
            raise CodeUnknown("The alert has no code.")
        return messages[0].code, alert.content.cap_status
