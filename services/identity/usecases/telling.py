"""Tells an address something, by mail or by text: from the outbox, in the same transaction."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from kernel.places import REGIONS
from kernel.ports import Ids
from kernel.principals import Principal
from kernel.usage import Used
from services.identity.domain.contact import Channel, Contact
from services.identity.domain.subscription import Subscription
from services.identity.domain.subscription_words import MAILS, TEXTS
from services.identity.usecases.ports import Stores
from services.identity.usecases.subscription_ports import Text
from services.identity.usecases.waiting_ports import Mail

LINK_TO_HELD: Final = "held"
"""What leads to all that is held of an address, once."""


def tell(
    tx: Stores,
    ids: Ids,
    contact: Contact,
    template: str,
    *,
    language: str,
    variables: Mapping[str, str],
    good_until: datetime | None = None,
) -> None:
    """Keep a message to an address."""
    if contact.channel is Channel.EMAIL:
        tx.mails.add(
            Mail(
                mail_id=ids.new(),
                to=contact.address,
                language=language,
                template=template,
                variables=variables,
            )
        )
        return
    tx.texts.add(
        Text(
            text_id=ids.new(),
            to=contact.address,
            language=language,
            template=template,
            variables=variables,
            good_until=good_until,
        )
    )


def times_told(tx: Stores, contact: Contact, template: str, since: datetime) -> int:
    """Return how often an address was told something of a kind since then."""
    kept = tx.mails if contact.channel is Channel.EMAIL else tx.texts
    return kept.count(contact.address, template, since)


def forget_messages(tx: Stores, contact: Contact) -> None:
    """Delete what waits for an address or was sent to it, about alerts without an account."""
    if contact.channel is Channel.EMAIL:
        tx.mails.forget(contact.address, MAILS.keys())
    else:
        tx.texts.forget(contact.address, TEXTS.keys())


@dataclass(frozen=True, slots=True)
class Said:
    """What a message that is due says, now that it is sent."""

    language: str
    variables: Mapping[str, str]


def said_now(tx: Stores, message: Mail | Text) -> Said | None:
    """Return what a message says at the moment of sending, or None if it has no more sense.

    Whether a link to stop, or to what is held, is sent is decided here, so that asking for one
    tells nothing.
    """
    if message.template not in {"stop", LINK_TO_HELD}:
        return Said(message.language, message.variables)
    digest = message.variables["contact_digest"]
    found = tx.subscriptions.find(digest)
    if message.template == LINK_TO_HELD:
        return _said_of_held(tx, message, digest, found)
    if found is None or not found.active:
        return None
    return Said(found.language, {"stop_token": found.stop_token})


def _said_of_held(
    tx: Stores, message: Mail | Text, digest: str, found: Subscription | None
) -> Said | None:
    if found is not None and found.contact is not None:
        return Said(found.language, message.variables)
    asked = tx.looks.requests(digest)
    return Said(asked[-1].language, message.variables) if asked else None


def names_of(regions: frozenset[str] | tuple[str, ...]) -> str:
    """Return the regions' names, as they stand in a sentence."""
    names = [REGIONS[code].name for code in (sorted(regions))]
    return ", ".join(names[:-1]) + f" and {names[-1]}" if len(names) > 1 else names[0]


def counted(
    caller: Principal, metric: str, subscription: Subscription, channel: Channel, at: datetime
) -> Used:
    """Return the usage event of somebody without an account: their region is all it says."""
    there = replace(caller, regions=subscription.regions)
    return Used(caller=there, metric=metric, at=at, detail=channel.value)
