"""Somebody asked for alerts; until the address is confirmed nothing else is sent to it."""

import hashlib
import hmac
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from services.identity.domain.consent import Wording
from services.identity.domain.contact import Channel, Contact
from services.identity.domain.errors import SubscriptionRequestNotFound
from services.identity.domain.postcode import Postcode

GOOD_FOR: Final = {Channel.EMAIL: timedelta(hours=24), Channel.SMS: timedelta(minutes=30)}
MOST_TRIES: Final = 5
MOST_MESSAGES_A_DAY: Final = 5
"""How many confirmations one address is sent in a day, whoever asks."""

KEPT_UNCONFIRMED: Final = timedelta(days=7)
_GONE: Final = "This link or code is not known, or is too old."


def token_proof(token: str) -> bytes:
    """Return what is kept of a link's token: who reads the table cannot confirm."""
    return hashlib.sha256(token.encode()).digest()


def code_name(request_id: UUID, code: str) -> str:
    """Return what the keyed digest of a code is made over: six digits alone are soon guessed."""
    return f"code:{request_id}:{code}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscriptionRequest:
    """What was asked, under which words, and the digest of what proves the address.

    Once confirmed it is the record of the consent: who, when, how, and the exact words.
    """

    request_id: UUID
    contact: Contact
    contact_digest: str
    postcode: Postcode
    language: str
    wording: Wording
    proof: bytes
    created_at: datetime
    tries: int = 0
    confirmed_at: datetime | None = None

    def open(self, at: datetime) -> None:
        """See that it can be confirmed at that moment.

        Raises:
            SubscriptionRequestNotFound: it is too old, or a code was tried too often.
        """
        too_old = at > self.created_at + GOOD_FOR[self.contact.channel]
        if self.confirmed_at is None and (too_old or self.tries >= MOST_TRIES):
            raise SubscriptionRequestNotFound(_GONE)

    def proved_by(self, proof: bytes) -> bool:
        """Tell whether this is the proof, in a time that tells nothing."""
        return hmac.compare_digest(self.proof, proof)

    def tried(self) -> "SubscriptionRequest":
        """Return the request after a wrong code."""
        return replace(self, tries=self.tries + 1)

    def confirmed(self, at: datetime) -> "SubscriptionRequest":
        """Return the request confirmed."""
        return replace(self, confirmed_at=at)
