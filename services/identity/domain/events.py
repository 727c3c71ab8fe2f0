"""What happened, for others to know."""

from dataclasses import dataclass
from datetime import datetime

from kernel.usage import Used
from services.identity.domain.subscriber import Subscriber
from services.identity.domain.subscription import Subscription


@dataclass(frozen=True, slots=True)
class PrincipalChanged:
    """A person's rights are now these."""

    subscriber: Subscriber


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """Identity is alive, and its changes arrive."""

    at: datetime


@dataclass(frozen=True, slots=True)
class RecipientChanged:
    """Somebody without an account is to be warned like this from now on, or no more."""

    subscription: Subscription


Event = PrincipalChanged | RecipientChanged | Heartbeat | Used
