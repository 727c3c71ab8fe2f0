"""Page whoever can do something about what waits, and then the next."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from kernel.ports import Clock, Ids
from kernel.principals import ANONYMOUS
from services.alerts.domain.alert import Alert, Status
from services.alerts.domain.answer import thread_of
from services.alerts.domain.paging import (
    Page,
    PageRun,
    Why,
    paged_for,
    pause_of,
    regions_of,
    roles_of,
    run_for_help,
    run_for_welsh,
    runs_of,
)
from services.alerts.domain.welsh_confirming import owes_welsh
from services.alerts.usecases.ports import Stores, UnitOfWork

MOST: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class PageOfficers:
    """Run by the clock; several may run at once, and any may be killed at any point.

    Each step is one transaction: a ladder and its pages have unique keys, so that what is done
    twice is there once, and what was not committed is done again.
    """

    unit_of_work: UnitOfWork
    clock: Clock
    ids: Ids

    def __call__(self) -> int:
        """Begin what has to begin, then climb what is due; return how many pages were queued."""
        self._begin()
        queued = 0
        while (found := self._climb()) is not None:
            queued += found
        return queued

    def _begin(self) -> None:
        with self.unit_of_work() as tx:
            for alert in tx.paging.unpaged(most=MOST):
                waits = alert.status is Status.SUBMITTED
                why = Why.APPROVAL if waits else Why.NO_ANSWER
                ids = [self.ids.new() for _ in regions_of(alert)]
                tx.paging.begin(runs_of(alert, why, ids, self.clock.now()))
            now = self.clock.now()
            owing = tx.paging.welsh_overdue(now, most=MOST)
            tx.paging.begin([run_for_welsh(each, self.ids.new(), now) for each in owing])
            calls = tx.help.forsaken(now, most=MOST)
            tx.paging.begin([run_for_help(each, self.ids.new(), now) for each in calls])

    def _climb(self) -> int | None:
        """Page one rung; return how many people it has, or None if nothing is due."""
        now = self.clock.now()
        with self.unit_of_work() as tx:
            run = tx.paging.claim(now)
            if run is None:
                return None
            alert = tx.alerts.get(run.alert_id)
            done = _settled(tx, run, alert, now)
            if done is not None:
                tx.paging.save(run.closed(done, now))
                return 0
            holders = [who for role in roles_of(run, alert) for who in tx.paging.holders(role)]
            people = paged_for(run, alert, holders)
            pages = [
                Page(
                    page_id=self.ids.new(),
                    run_id=run.run_id,
                    rung=run.rung,
                    why=run.why,
                    alert_id=run.alert_id,
                    region=run.region,
                    subject=subject,
                    due_at=now,
                )
                for subject in people
            ]
            queued = tx.paging.queue(pages)
            pause = pause_of(alert) if people else timedelta()  # a vacancy waits for nobody
            tx.paging.save(run.climbed(pause, now))
            tx.audit.record(
                ANONYMOUS,
                "alerts:page",
                str(run.alert_id),
                why=run.why.value,
                region=run.region,
                role=run.role,
                people=len(people),
            )
            return queued


def _settled(tx: Stores, run: PageRun, alert: Alert, at: datetime) -> str | None:
    """Return why nobody need be paged any more, or None."""
    if run.why is Why.APPROVAL:
        waits = alert.status is Status.SUBMITTED and alert.version == run.alert_version
        return None if waits else "it waits for nobody any more"
    if run.why is Why.WELSH_OVERDUE:
        return None if owes_welsh(alert) else "it has its Welsh, or ended"
    if run.why is Why.HELP:
        calls = tx.help.forsaken(at, most=MOST)
        return None if any(each.alert_id == run.alert_id for each in calls) else "it is answered"
    if alert.status is not Status.ISSUED or alert.successor is not None:
        return "the alert ended, or an update took its place"
    if tx.paging.answered_in(thread_of(alert), run.region):
        return "somebody answered"
    return None
