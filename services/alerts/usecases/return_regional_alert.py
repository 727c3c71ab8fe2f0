"""Send a region's own alert back to those who write it."""

from dataclasses import dataclass
from uuid import UUID

from kernel.ports import Clock
from kernel.principals import Principal
from services.alerts.domain.alert import Alert
from services.alerts.usecases.ports import UnitOfWork
from services.alerts.usecases.return_alert import ReturnAlert


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnRegionalAlert:
    """Refuse a region's submitted message, for a reason that its writers read."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(
        self, caller: Principal, *, alert_id: UUID, expected_version: int, why: str
    ) -> Alert:
        """Return the alert that went back.

        Raises:
            NotOfTheRegion: it is no region's, or the caller has no seat of that region.
            Others: as `ReturnAlert` for an approver.
        """
        send_back = ReturnAlert(unit_of_work=self.unit_of_work, clock=self.clock)
        return send_back(
            caller,
            alert_id=alert_id,
            expected_version=expected_version,
            why=why,
            for_region=True,
        )
