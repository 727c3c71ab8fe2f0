"""A further address of an account, until it is confirmed."""

import hmac
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from uuid import UUID

from services.identity.domain.channel_errors import ChannelRequestNotFound
from services.identity.domain.contact import Contact
from services.identity.domain.subscription_request import GOOD_FOR, MOST_TRIES

MOST_FURTHER: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelRequest:
    """Whose, which address, and the digest of what proves it: as for alerts without an account."""

    request_id: UUID
    subject: str
    contact: Contact
    proof: bytes
    created_at: datetime
    tries: int = 0
    confirmed_at: datetime | None = None

    def must_be_open(self, at: datetime) -> None:
        """See that it can be confirmed at that moment.

        Raises:
            ChannelRequestNotFound: it is too old, or a code was tried too often.
        """
        too_old = at > self.created_at + GOOD_FOR[self.contact.channel]
        if self.confirmed_at is None and (too_old or self.tries >= MOST_TRIES):
            raise ChannelRequestNotFound("This link or code is not known, or is too old.")

    def proved_by(self, proof: bytes) -> bool:
        """Tell whether this is the proof, in a time that tells nothing."""
        return hmac.compare_digest(self.proof, proof)

    def tried(self) -> "ChannelRequest":
        """Return the request after a wrong code."""
        return replace(self, tries=self.tries + 1)

    def confirmed(self, at: datetime) -> "ChannelRequest":
        """Return the request confirmed."""
        return replace(self, confirmed_at=at)
