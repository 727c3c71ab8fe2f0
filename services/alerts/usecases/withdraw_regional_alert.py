"""End a region's own alert that was issued in error."""

from dataclasses import dataclass
from uuid import UUID

from kernel.ports import Clock
from kernel.principals import Principal
from services.alerts.domain.alert import Alert
from services.alerts.usecases.ports import UnitOfWork
from services.alerts.usecases.withdraw_alert import WithdrawAlert


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawRegionalAlert:
    """End a region's message on the word of one of its people, with the fixed words."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(
        self, caller: Principal, *, alert_id: UUID, expected_version: int, why: str
    ) -> Alert:
        """Return the withdrawn alert; its event follows from the outbox.

        Raises:
            NotOfTheRegion: it is no region's, or the caller has no seat of that region.
            Others: as `WithdrawAlert`.
        """
        withdraw = WithdrawAlert(unit_of_work=self.unit_of_work, clock=self.clock)
        return withdraw(
            caller,
            alert_id=alert_id,
            expected_version=expected_version,
            why=why,
            for_region=True,
        )
