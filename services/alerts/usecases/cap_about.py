"""Which alert a CAP message from elsewhere is about, and whether its sender may change it."""

from typing import Final
from uuid import UUID

from chassis.errors import Invalid, Violation
from kernel.principals import Principal
from services.alerts.domain.alert import Alert, Status
from services.alerts.domain.cap.message import CapMessage
from services.alerts.domain.cap_errors import CapSenderOther
from services.alerts.domain.errors import AlertNotFound, CapThreadEnded, CapThreadUnknown
from services.alerts.usecases.ports import Stores
from services.alerts.usecases.reading import get_readable

_LIVE: Final = frozenset({Status.DRAFT, Status.SUBMITTED, Status.RETURNED, Status.ISSUED})
"""What a message from elsewhere may still be about."""

_OVER: Final = frozenset({Status.WITHDRAWN, Status.ALL_CLEAR, Status.EXPIRED})
"""How a thread ends: what waits for approval in it cannot be issued any more."""


def about_of(tx: Stores, caller: Principal, message: CapMessage) -> Alert:
    """Return the alert that a message's references name: the newest that can still be ended.

    Raises:
        CapThreadUnknown: they name no message that the caller may know of.
        CapThreadEnded: what they name is over.
        Invalid: they name two threads.
    """
    found = {came.alert_id: came.thread_id for came in tx.cap_imports.named_by(message.references)}
    for each in message.references:
        sent = tx.messages.find(each.identifier)
        if sent is not None and sent.reference == each:
            found[sent.alert_id] = sent.thread_id
    readable = {alert_id: _readable(tx, caller, alert_id) for alert_id in found}
    known = [alert for alert in readable.values() if alert is not None]
    threads = {found[alert.alert_id] for alert in known}
    known += [
        alert
        for thread_id in threads
        for alert in tx.alerts.of_thread(thread_id)
        if alert.readable_by(caller)
    ]
    if not known:
        raise CapThreadUnknown("None of the references is a message that we know.")
    if len(threads) > 1:
        raise Invalid(Violation("references", "must be of one thread"))
    live = [alert for alert in known if alert.status in _LIVE and alert.successor is None]
    if any(alert.status in _OVER for alert in known):
        live = [alert for alert in live if alert.status is Status.ISSUED]
    if not live:
        raise CapThreadEnded("What the references name is over.")
    newest = max(live, key=lambda alert: (alert.status is Status.ISSUED, alert.created_at))
    return get_readable(tx.alerts, caller, newest.alert_id, lock=True)


def see_that_it_is_its_senders(tx: Stores, draft: Alert, message: CapMessage) -> None:
    """See that what was not issued yet came from who would change it now.

    Raises:
        CapSenderOther: it came from another sender, or was written here.
    """
    came = tx.cap_imports.of_draft(draft.alert_id)
    if came is None or came.sender != message.sender:
        raise CapSenderOther("What is not issued yet is changed by its own sender, or here.")


def _readable(tx: Stores, caller: Principal, alert_id: UUID) -> Alert | None:
    try:
        return get_readable(tx.alerts, caller, alert_id)
    except AlertNotFound:
        return None
