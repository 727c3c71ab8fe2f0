"""Whether anybody need be paged any more: asked before each rung, and before each mail."""

from datetime import datetime

from services.alerts.domain.alert import Alert, Status
from services.alerts.domain.answer import thread_of
from services.alerts.domain.cordon import stands
from services.alerts.domain.help import NATIONAL
from services.alerts.domain.paging import NATION, Page, PageRun, Why, review_waits
from services.alerts.domain.welsh_confirming import owes_welsh
from services.alerts.usecases.cordon_reading import governing
from services.alerts.usecases.ports import Stores


def settled(tx: Stores, run: PageRun, alert: Alert, at: datetime) -> str | None:
    """Return why nobody need be paged any more, or None."""
    match run.why:
        case Why.APPROVAL:
            done = _settled_approval(run, alert, at)
        case Why.HELP:
            queue = NATIONAL if run.region == NATION else run.region
            still = tx.help.forsaken(run.alert_id, queue, at)
            done = None if still else "it is answered"
        case Why.REVIEW | Why.REVIEW_OVERDUE:
            done = _settled_review(run, alert, at)
        case Why.CORDON:
            done = _settled_cordon(tx, run, alert)
        case Why.WELSH_OVERDUE:
            done = None if owes_welsh(alert) else "it has its Welsh, or ended"
        case Why.CASCADE:
            done = "its ladder is a step of the cascade"
        case Why.NO_ANSWER:
            done = _settled_question(tx, run, alert)
    return done


def not_wanted(tx: Stores, page: Page, alert: Alert, at: datetime) -> str | None:
    """Return why somebody need not have a page any more, or None.

    A page of a cascade has no ladder here; it is for as long as its alert is out.
    """
    run = tx.paging.run(page.run_id)
    if run is None:
        return None if stands(alert) or page.why is not Why.CASCADE else "the alert ended"
    return run.closed_why or settled(tx, run, alert, at)


def _settled_approval(run: PageRun, alert: Alert, at: datetime) -> str | None:
    """Return why nobody need approve it any more, or None."""
    if alert.status is not Status.SUBMITTED or alert.version != run.alert_version:
        return "it waits for nobody any more"
    return "its own time is over" if alert.content.expires_at <= at else None


def _settled_review(run: PageRun, alert: Alert, at: datetime) -> str | None:
    """Return why nobody need look at it any more, or None; what is overdue has its own ladder."""
    if not review_waits(run, alert):
        return "somebody looked at it"
    overdue = alert.review is not None and alert.review.due_at <= at
    return "it is overdue by now" if overdue and run.why is Why.REVIEW else None


def _settled_question(tx: Stores, run: PageRun, alert: Alert) -> str | None:
    """Return why nobody need be paged any more about who does not answer, or None."""
    if alert.status is not Status.ISSUED or alert.successor is not None:
        return "the alert ended, or an update took its place"
    if tx.paging.answered_in(thread_of(alert), run.region):
        return "somebody answered"
    return None


def _settled_cordon(tx: Stores, run: PageRun, alert: Alert) -> str | None:
    """Return why nobody need be paged about a due time any more, or None."""
    thread = alert.thread.thread_id
    current = governing(tx, thread)
    if current is None or not stands(current):
        return "the alert ended"
    still = any(
        each.next_update_due is not None
        and int(each.next_update_due.timestamp()) == run.alert_version
        for each in tx.cordons.of_thread(thread)
    )
    return None if still else "somebody said how it stands"
