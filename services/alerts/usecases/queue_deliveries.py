"""Turn a version of an alert that people must hear of into one row for each of them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from chassis.errors import Unavailable
from kernel.ports import Clock, Ids
from kernel.principals import ANONYMOUS
from services.alerts.domain.alert import Alert, Status
from services.alerts.domain.cascade import Branch, Step
from services.alerts.domain.delivery import Delivery
from services.alerts.domain.dispatch import EVERYONE, Dispatch
from services.alerts.domain.recipient import Channel
from services.alerts.usecases.ports import Stores, UnitOfWork

CHUNK: Final = 5000
"""For so long an end waits for the alert, at most: a second or so on a busy machine."""
ENDED: Final = "the alert ended"
SUPERSEDED: Final = "an update took its place"
MEANWHILE: Final = timedelta(minutes=1)
"""Longer than a hand-over's outcome takes from its time to its commit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueDeliveries:
    """Do one chunk in a transaction of its own, with how far it came.

    A crash at any point repeats at most a chunk, and a row that is there stays as it is. The alert
    is locked meanwhile: once its end, or an update in its place, is committed no row of its issue
    is added any more. One that looks at what is urgent alone (`up_to`) never waits for the chunk of
    a newsletter.
    """

    unit_of_work: UnitOfWork
    clock: Clock
    ids: Ids
    chunk: int = CHUNK
    up_to: int | None = None
    begins: Callable[[int], None] = lambda _: None
    """Hears of which priority a chunk is before it is written."""

    def __call__(self) -> int | None:
        """Do one chunk; return how many rows it added, or None if there is nothing to do now.

        One that cannot be done is put off, so that it holds up none behind it; its error is raised.
        """
        claimed = None
        try:
            with self.unit_of_work() as tx:
                claimed = tx.dispatches.claim(self.clock.now(), up_to=self.up_to)
                if claimed is None:
                    return None
                self.begins(claimed.priority)
                added = self._chunk(tx, claimed)
                claimed = None  # what fails from here on is the commit
        except Unavailable:
            raise
        except Exception:
            if claimed is not None:
                self._put_off(claimed)
            raise
        return added

    def _chunk(self, tx: Stores, dispatch: Dispatch) -> int:
        alert = tx.alerts.get(dispatch.alert_id, lock=True)
        if dispatch.notice is not Status.ISSUED:
            return self._end(tx, dispatch, alert)
        return self._issue(tx, dispatch, alert)

    def _put_off(self, failed: Dispatch) -> None:
        """Put off one that failed, unless somebody else took it up meanwhile."""
        now = self.clock.now()
        with self.unit_of_work() as tx:
            if tx.dispatches.claim(now, up_to=self.up_to) == failed:
                tx.dispatches.save(failed.put_off(now))

    def _issue(self, tx: Stores, dispatch: Dispatch, alert: Alert) -> int:
        """Send it to whom it is for, and to whoever had what it takes the place of.

        Of an earlier message of the thread nothing waits any more, first of all.
        """
        earlier = alert.thread.earlier
        if alert.status is not Status.ISSUED or alert.successor is not None:
            self._finish(tx, dispatch, alert)
            return 0
        if dispatch.after == EVERYONE:
            return self._late(tx, dispatch, alert, earlier)
        if tx.deliveries.stop_waiting(earlier, SUPERSEDED, most=self.chunk) == self.chunk:
            return 0
        done = tx.fan_out.chunk(
            dispatch, alert, steps=_steps(tx, alert), at=self.clock.now(), most=self.chunk
        )
        if done.last is not None:
            tx.dispatches.save(dispatch.advanced(done.added, after=done.last))
        elif earlier:
            tx.dispatches.save(dispatch.advanced(done.added, after=EVERYONE))
        else:
            self._finish(tx, dispatch.advanced(done.added), alert)
        return done.added

    def _end(self, tx: Stores, dispatch: Dispatch, alert: Alert) -> int:
        """Tell of an end whoever was sent the alert or an earlier one of its thread; nobody else.

        First nothing waits any more, then those who have it are told, and then those to whom it was
        being sent meanwhile: until that is settled the dispatch stays open.
        """
        thread = (alert.alert_id, *alert.thread.earlier)
        if tx.deliveries.stop_waiting(thread, ENDED, most=self.chunk) == self.chunk:
            return 0
        if dispatch.after == EVERYONE:
            return self._late(tx, dispatch, alert, thread)
        had = tx.deliveries.handed(thread, after=dispatch.after, most=self.chunk)
        added = tx.deliveries.add(self._told(dispatch, alert, map(_to_whom, had)))
        after = had[-1].recipient_id if had else EVERYONE
        tx.dispatches.save(dispatch.advanced(added, after=after))
        return added

    def _late(self, tx: Stores, dispatch: Dispatch, alert: Alert, alert_ids: Sequence[UUID]) -> int:
        """Tell those to whom one of these was still being sent when the work began."""
        now = self.clock.now()
        if tx.deliveries.sending(alert_ids):
            tx.dispatches.save(dispatch.waiting(now))
            return 0
        since = dispatch.created_at - MEANWHILE
        late = tx.deliveries.handed_since(
            alert_ids, since, not_in=(dispatch.alert_id, dispatch.alert_version)
        )
        added = tx.deliveries.add(self._told(dispatch, alert, map(_to_whom, late)))
        self._finish(tx, dispatch.advanced(added), alert)
        return added

    def _told(
        self, dispatch: Dispatch, alert: Alert, who: Iterable[tuple[UUID, Channel]]
    ) -> list[Delivery]:
        now = self.clock.now()
        return [
            dispatch.delivery(self.ids.new(), alert, recipient_id, channel, at=now)
            for recipient_id, channel in dict.fromkeys(who)
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


def _to_whom(delivery: Delivery) -> tuple[UUID, Channel]:
    return delivery.recipient_id, delivery.channel


def _steps(tx: Stores, alert: Alert) -> Mapping[Branch, Step] | None:
    """Return how far an alert is along seats; None where it goes along none."""
    if not alert.content.cascaded:
        return None
    return {each.branch: each for each in tx.cascades.steps(alert.alert_id)}
