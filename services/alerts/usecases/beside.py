"""What was added beside an alert for one recipient, and whether the hub's words came whole."""

from typing import Final

from services.alerts.domain.alert import Alert, Status
from services.alerts.domain.cascade import Context, Step, contexts_for
from services.alerts.domain.delivery import Delivery
from services.alerts.domain.recipient import Recipient
from services.alerts.usecases.ports import Stores

CHANGED: Final = "the hub's words are not those that were handed on"


def changed_under_way(tx: Stores, alert: Alert) -> str | None:
    """Return that what would be sent is not what each step of a cascade was given, or None."""
    if not alert.content.cascaded:
        return None
    digest = alert.digest
    whole = all(each.digest == digest for each in tx.cascades.steps(alert.alert_id))
    return None if whole else CHANGED


def beside(
    tx: Stores, alert: Alert, delivery: Delivery, to: Recipient
) -> list[tuple[Step, Context]]:
    """Return what was added on the way by which it came to a recipient, who may see it now.

    Who is in several branches has it by the first that was settled.
    """
    if not alert.content.cascaded or delivery.notice is not Status.ISSUED:
        return []
    came = tx.cascades.branches_to(alert.alert_id, to.recipient_id)
    steps = {each.branch: each for each in tx.cascades.steps(alert.alert_id)}
    known = [steps[each] for each in came if each in steps]
    first = min(known, key=lambda each: (each.done_at or each.given_at, each.branch), default=None)
    if first is None:
        return []
    return contexts_for(first.branch, steps, alert.content.marking, to.principal())
