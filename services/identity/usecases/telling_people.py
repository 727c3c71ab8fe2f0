"""What the verbs about how a person is told share."""

from collections.abc import Sequence
from dataclasses import dataclass

from kernel.ports import Pseudonyms
from services.identity.domain.quiet_hours import QuietHours
from services.identity.domain.subscriber import Subscriber
from services.identity.domain.subscription import Subscription
from services.identity.usecases.account_alerts import contact_of, of_account
from services.identity.usecases.ports import Stores


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """How a person is told: at their own address, at further ones, in which language, when not."""

    person: Subscriber
    own: Subscription | None
    further: Sequence[Subscription]
    quiet: QuietHours | None


def told(tx: Stores, pseudonyms: Pseudonyms, person: Subscriber) -> Told:
    """Return how a person is told now."""
    own = of_account(tx, pseudonyms, person)
    return Told(
        person=person,
        own=own if own is not None and own.active else None,
        further=further_of(tx, person),
        quiet=tx.quiet_hours.of(person.subject),
    )


def further_of(tx: Stores, person: Subscriber) -> Sequence[Subscription]:
    """Return the addresses at which a person is told besides that of their account."""
    own = contact_of(person)
    return [each for each in tx.subscriptions.of_subject(person.subject) if each.contact != own]
