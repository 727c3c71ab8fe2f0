"""Turn a version of an alert that people must hear of into one row for each of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from kernel.ports import Clock, Ids
from kernel.principals import ANONYMOUS
from services.alerts.domain.alert import Alert, Status
from services.alerts.domain.delivery import Delivery
from services.alerts.domain.dispatch import EVERYONE, Dispatch
from services.alerts.usecases.ports import Stores, UnitOfWork

CHUNK: Final = 1000
ENDED: Final = "the alert ended"
MEANWHILE: Final = timedelta(minutes=1)
"""Longer than a hand-over's outcome takes from its time to its commit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueDeliveries:
    """Do one chunk in a transaction of its own, with how far it came.

    A crash at any point repeats at most a chunk, and a row that is there stays as it is. The alert
    is locked meanwhile: once its end is committed no row of its issue is added any more.
    """

    unit_of_work: UnitOfWork
    clock: Clock
    ids: Ids
    chunk: int = CHUNK

    def __call__(self) -> int | None:
        """Do one chunk; return how many rows it added, or None if there is nothing to do now."""
        with self.unit_of_work() as tx:
            dispatch = tx.dispatches.claim(self.clock.now())
            if dispatch is None:
                return None
            alert = tx.alerts.get(dispatch.alert_id, lock=True)
            if dispatch.notice is not Status.ISSUED:
                return self._end(tx, dispatch, alert)
            return self._issue(tx, dispatch, alert)

    def _issue(self, tx: Stores, dispatch: Dispatch, alert: Alert) -> int:
        if alert.status is not Status.ISSUED:
            self._finish(tx, dispatch, alert)
            return 0
        page = tx.recipients.page(after=dispatch.after, size=self.chunk)
        rows = [
            Delivery.queued(self.ids.new(), alert, each.recipient_id, channel, at=self.clock.now())
            for each in page
            for channel in each.reached_by(alert.content)
        ]
        added = tx.deliveries.add(rows)
        done = dispatch.advanced(added, after=page[-1].recipient_id if page else None)
        if len(page) < self.chunk:
            self._finish(tx, done, alert)
        else:
            tx.dispatches.save(done)
        return added

    def _end(self, tx: Stores, dispatch: Dispatch, alert: Alert) -> int:
        """Tell of an end whoever was sent the alert, and nobody else.

        First nothing waits any more, then those who have it are told, and then those to whom it was
        being sent meanwhile: until that is settled the dispatch stays open.
        """
        now = self.clock.now()
        if tx.deliveries.stop_waiting(alert.alert_id, ENDED, most=self.chunk) == self.chunk:
            return 0
        if dispatch.after != EVERYONE:
            had = tx.deliveries.handed(alert.alert_id, after=dispatch.after, most=self.chunk)
            added = tx.deliveries.add(self._told(alert, had))
            after = had[-1].recipient_id if had else EVERYONE
            tx.dispatches.save(dispatch.advanced(added, after=after))
            return added
        if tx.deliveries.sending(alert.alert_id):
            tx.dispatches.save(dispatch.waiting(now))
            return 0
        late = tx.deliveries.handed_since(
            alert.alert_id, dispatch.created_at - MEANWHILE, not_in=dispatch.alert_version
        )
        added = tx.deliveries.add(self._told(alert, late))
        self._finish(tx, dispatch.advanced(added), alert)
        return added

    def _told(self, alert: Alert, had: Sequence[Delivery]) -> list[Delivery]:
        return [
            Delivery.queued(
                self.ids.new(), alert, each.recipient_id, each.channel, at=self.clock.now()
            )
            for each in had
        ]

    def _finish(self, tx: Stores, dispatch: Dispatch, alert: Alert) -> None:
        tx.dispatches.save(dispatch.finished(self.clock.now()))
        tx.audit.record(
            ANONYMOUS,
            "alerts:queue-deliveries",
            str(alert.alert_id),
            alert.digest,
            notice=dispatch.notice.value,
            rows=dispatch.queued,
        )
