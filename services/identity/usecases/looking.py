"""Finds what is held of the address whose look a caller has."""

from datetime import datetime

from services.identity.domain.held import GONE, Held, LookNotFound
from services.identity.domain.subscription_request import token_proof
from services.identity.domain.subscription_words import MAILS, TEXTS
from services.identity.usecases.ports import Stores


def held_by(tx: Stores, look: str, at: datetime) -> Held:
    """Return what a look shows.

    Raises:
        LookNotFound: there is none, it is over, or nothing is held any more.
    """
    found = tx.looks.with_proof(token_proof(look))
    if found is None:
        raise LookNotFound(GONE)
    found.until(at)
    return held_of(tx, found.contact_digest)


def held_of(tx: Stores, contact_digest: str) -> Held:
    """Return all that is held of an address, whose subscription is locked.

    Raises:
        LookNotFound: nothing is.
    """
    there = tx.subscriptions.find(contact_digest)
    asked = tuple(tx.looks.requests(contact_digest))
    known = there is not None and there.contact is not None
    contact = there.contact if there is not None else None
    if contact is None and asked:
        contact = asked[-1].contact
    if contact is None:
        raise LookNotFound(GONE)
    return Held(
        contact=contact,
        subscription=there if known else None,
        requests=asked,
        messages=tuple(tx.looks.messages(contact, MAILS.keys() | TEXTS.keys())),
    )
