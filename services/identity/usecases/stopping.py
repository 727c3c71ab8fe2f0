"""Ends a subscription, whichever way its owner said so, and forgets the address."""

from datetime import datetime

from kernel.ports import Ids
from kernel.principals import Principal
from services.identity.domain.events import RecipientChanged
from services.identity.domain.subscription import Subscription
from services.identity.usecases.ports import Stores
from services.identity.usecases.telling import counted, forget_messages, tell


def stop(
    tx: Stores, ids: Ids, caller: Principal, there: Subscription, *, at: datetime, last_word: bool
) -> Subscription:
    """Send nothing to an address any more, but a last word if so said; stopped, it stays so."""
    stopped = there.stopped(at)
    if stopped is there or stopped.contact is None:
        return stopped
    tx.subscriptions.save(stopped)
    tx.subscription_requests.withdraw(stopped.contact_digest)
    if last_word:
        template = "stopped" if stopped.subject is None else "stopped_account"
        tell(tx, ids, stopped.contact, template, language=stopped.language, variables={})
    tx.audit.record(caller, "identity:stop-subscription", str(stopped.subscription_id))
    tx.outbox.add(
        RecipientChanged(stopped),
        counted(caller, "identity.subscription_stopped", stopped, stopped.contact.channel, at),
    )
    return stopped


def forget_at_once(tx: Stores, stopped: Subscription) -> bool:
    """Forget a stopped one on its owner's word: what we told others of the address goes too.

    After the thirty days that a stop is kept that is long gone by its age.
    """
    address = stopped.contact.address if stopped.contact else None
    forgotten = forget(tx, stopped)
    if address is not None:
        tx.outbox.forget(address)
    return forgotten


def forget(tx: Stores, stopped: Subscription) -> bool:
    """Forget the address of a stopped one, and what was asked and sent; tell if there was one."""
    forgotten = stopped.forgotten()
    if forgotten is stopped or stopped.contact is None:
        return False
    tx.subscriptions.save(forgotten)
    tx.subscription_requests.forget(stopped.contact_digest)
    tx.looks.forget(stopped.contact_digest)
    forget_messages(tx, stopped.contact)
    tx.outbox.add(RecipientChanged(forgotten))
    return True
