"""What happened, for others to know."""

from dataclasses import dataclass
from datetime import datetime

from kernel.usage import Used
from services.identity.domain.agreement import AgreementEntry
from services.identity.domain.organisation import Organisation
from services.identity.domain.passkey import PasskeyKey
from services.identity.domain.premises import Premises
from services.identity.domain.quiet_hours import QuietHours
from services.identity.domain.seat import Seat
from services.identity.domain.subscriber import Subscriber
from services.identity.domain.subscription import Subscription


@dataclass(frozen=True, slots=True)
class PrincipalChanged:
    """A person's rights are now these."""

    subscriber: Subscriber


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """Identity is alive, and its changes arrive; by `keys` sign-ins by passkey are signed."""

    at: datetime
    keys: tuple[PasskeyKey, ...] = ()


@dataclass(frozen=True, slots=True)
class RecipientChanged:
    """Somebody without an account is to be warned like this from now on, or no more."""

    subscription: Subscription


@dataclass(frozen=True, slots=True)
class QuietHoursChanged:
    """When an account would rather be left alone from now on, whatever its addresses; or never."""

    subject: str
    quiet: QuietHours | None
    version: int


@dataclass(frozen=True, slots=True)
class OrganisationChanged:
    """An organisation is now this, or nobody acts for it any more."""

    organisation: Organisation


@dataclass(frozen=True, slots=True)
class PremisesChanged:
    """Premises are now these, or are no more."""

    premises: Premises


@dataclass(frozen=True, slots=True)
class SeatChanged:
    """A seat is now this, with whoever sits there."""

    seat: Seat


@dataclass(frozen=True, slots=True)
class ConsentChanged:
    """A person consents to what this ledger says; of who is erased it is empty."""

    subject: str
    ledger: tuple[AgreementEntry, ...]
    version: int


Snapshot = (
    PrincipalChanged
    | RecipientChanged
    | QuietHoursChanged
    | OrganisationChanged
    | PremisesChanged
    | SeatChanged
    | ConsentChanged
)
"""What is a whole state, and may be told again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchesPutOff:
    """Somebody who was to be mailed of what they look for is to be left alone until then."""

    subject: str
    until: datetime
    since_us: int
    at: datetime


Event = Snapshot | Heartbeat | MatchesPutOff | Used
