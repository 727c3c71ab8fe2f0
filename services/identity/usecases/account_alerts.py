"""What the verbs about alerts by mail to an account share."""

from dataclasses import dataclass
from datetime import datetime

from kernel.ports import Ids, Pseudonyms
from services.identity.domain.contact import Contact
from services.identity.domain.subscriber import Subscriber
from services.identity.domain.subscription import Subscription
from services.identity.usecases.ports import Stores


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertMails:
    """Whether what an account may read is sent to its confirmed address."""

    address: str
    active: bool


def contact_of(person: Subscriber) -> Contact:
    """Return the confirmed address of an account."""
    return Contact.mailbox(person.profile.email)


def of_account(tx: Stores, pseudonyms: Pseudonyms, person: Subscriber) -> Subscription | None:
    """Return what is sent to the address of an account, whoever asked for it; None if nothing is.

    The row is locked until the transaction ends.
    """
    return tx.subscriptions.find(pseudonyms.of(contact_of(person).name))


def begin(
    tx: Stores,
    ids: Ids,
    pseudonyms: Pseudonyms,
    person: Subscriber,
    there: Subscription | None,
    *,
    at: datetime,
) -> Subscription:
    """Send to an account's address what it may read; what is so already stays as it is."""
    contact, language = contact_of(person), person.profile.language
    if there is not None:
        begun = there.held_by(person.subject, contact, language=language, at=at)
        if begun is not there:
            tx.subscriptions.save(begun)
        return begun
    begun = Subscription.of_account(
        ids.new(),
        contact,
        pseudonyms.of(contact.name),
        subject=person.subject,
        language=language,
        stop_token=ids.new().hex,
        at=at,
    )
    tx.subscriptions.add(begun)
    return begun
