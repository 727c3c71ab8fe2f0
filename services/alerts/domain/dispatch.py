"""The work of turning one version of an alert into deliveries, and how far it is."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from services.alerts.domain.alert import PUBLISHED, Alert, Status
from services.alerts.domain.delivery import PRIORITIES, Delivery
from services.alerts.domain.recipient import Channel

DISPATCH_PAUSE: Final = timedelta(milliseconds=500)
FAILED_PAUSE: Final = timedelta(seconds=30)
"""How long one that cannot be done waits, so that those behind it are done."""

NOBODY: Final = UUID(int=0)
"""Before the first recipient."""

EVERYONE: Final = UUID(int=2**128 - 1)
"""After the last one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispatch:
    """The work of turning one version of an alert into deliveries.

    `after` is the last recipient who was looked at, `queued` counts the rows so far, and before
    `due_at` there is nothing to do.
    """

    alert_id: UUID
    alert_version: int
    notice: Status
    priority: int
    created_at: datetime
    due_at: datetime
    after: UUID = NOBODY
    queued: int = 0
    finished_at: datetime | None = None
    region: str = ""
    sector: str = ""
    """Of a cascade: that only those of a region, or of a sector in it, are looked at."""

    @classmethod
    def of(cls, alert: Alert, *, at: datetime) -> "Dispatch":
        """Return the work that a version begins which recipients must hear of."""
        assert alert.status in PUBLISHED
        return cls(
            alert_id=alert.alert_id,
            alert_version=alert.version,
            notice=alert.status,
            priority=PRIORITIES[alert.content.severity],
            created_at=at,
            due_at=at,
        )

    def delivery(
        self, delivery_id: UUID, alert: Alert, recipient_id: UUID, channel: Channel, *, at: datetime
    ) -> Delivery:
        """Return what it says to one recipient by one channel.

        It is of the version that was dispatched: an alert that is out may be at a later one by now,
        since somebody proposed its all-clear or reviewed it.
        """
        row = Delivery.queued(delivery_id, alert, recipient_id, channel, at=at)
        return replace(row, alert_version=self.alert_version, notice=self.notice)

    def advanced(self, queued: int, *, after: UUID | None = None) -> "Dispatch":
        """Return it with another chunk done."""
        return replace(self, queued=self.queued + queued, after=after or self.after)

    def waiting(self, at: datetime) -> "Dispatch":
        """Return it to be looked at again in a moment."""
        return replace(self, due_at=at + DISPATCH_PAUSE)

    def put_off(self, at: datetime) -> "Dispatch":
        """Return it behind the others, after it failed: it is tried again, and holds up nobody."""
        return replace(self, due_at=at + FAILED_PAUSE)

    def finished(self, at: datetime) -> "Dispatch":
        """Return it done."""
        return replace(self, finished_at=at)
