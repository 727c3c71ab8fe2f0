"""A look at what is held of somebody without an account: how it begins, and when it is over."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from chassis.errors import NotFound, Unmet
from services.identity.domain.contact import Contact
from services.identity.domain.subscription import Subscription
from services.identity.domain.subscription_request import SubscriptionRequest

LINK_GOOD: Final = timedelta(hours=1)
LOOK_GOOD: Final = timedelta(minutes=30)
MOST_LINKS_A_DAY: Final = 3
KEPT_LOOKS: Final = timedelta(days=1)
"""How long it is kept that a link was asked for."""

GONE: Final = "This link is not known, was used, or is too old."


class LookNotFound(NotFound):
    """The link was never given, was used, is too old, or nothing is held any more."""

    reason = "LOOK_NOT_FOUND"


class PostcodeNotHeld(Unmet):
    """Alerts have ended, or are not about this postcode."""

    reason = "POSTCODE_NOT_HELD"


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A link that was sent, or the look that it opened.

    `proof` is the digest of the secret that its holder has: the link's token until that is used,
    and another from then on, so that a link is good once.
    """

    proof: bytes
    contact_digest: str
    made_at: datetime
    opened_at: datetime | None = None

    def opened(self, proof: bytes, at: datetime) -> "Look":
        """Return the look that the link begins.

        Raises:
            LookNotFound: it is open already, or the link is too old.
        """
        if self.opened_at is not None or at > self.made_at + LINK_GOOD:
            raise LookNotFound(GONE)
        return replace(self, proof=proof, opened_at=at)

    def until(self, at: datetime) -> datetime:
        """Return until when it can be looked.

        Raises:
            LookNotFound: it was never opened, or is over.
        """
        if self.opened_at is None or at > self.opened_at + LOOK_GOOD:
            raise LookNotFound(GONE)
        return self.opened_at + LOOK_GOOD


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """That something was sent to an address, or waits; what it says is not kept."""

    about: str
    kept_at: datetime
    sent_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """All that identity holds of an address."""

    contact: Contact
    subscription: Subscription | None
    requests: tuple[SubscriptionRequest, ...]
    messages: tuple[Message, ...]
