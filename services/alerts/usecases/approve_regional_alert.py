"""Issue a region's own alert on the word of a second person of the region."""

from dataclasses import dataclass
from uuid import UUID

from kernel.ports import Clock
from kernel.principals import Principal
from services.alerts.domain.alert import Alert
from services.alerts.domain.reach import Size
from services.alerts.usecases.approve_alert import ApproveAlert
from services.alerts.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class ApproveRegionalAlert:
    """Let a second person of a region issue the version of its message that they read."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(
        self,
        caller: Principal,
        *,
        alert_id: UUID,
        read: bytes,
        size: Size | None = None,
        count_read: int | None = None,
    ) -> Alert:
        """Return the issued alert; its event follows from the outbox.

        Raises:
            NotOfTheRegion: it is no region's, or the caller has no seat of that region.
            SeatLost: somebody who wrote or submitted it has none any more.
            AudienceLeavesRegion: it may be for somebody elsewhere.
            Others: as `ApproveAlert`.
        """
        approve = ApproveAlert(unit_of_work=self.unit_of_work, clock=self.clock)
        return approve(
            caller,
            alert_id=alert_id,
            read=read,
            size=size,
            count_read=count_read,
            for_region=True,
        )
