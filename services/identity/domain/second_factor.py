"""A second factor of somebody's sign-in: what is shown of one, and the rules of coming and going.

Keycloak keeps and checks them; identity alone puts them there and takes them away (docs/adr/0121).
"""

import base64
import hmac
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum
from typing import Final
from urllib.parse import quote, urlencode

from kernel.roles import permissions_of
from services.identity.domain.second_factor_errors import (
    FactorLinkNeeded,
    FactorNameTaken,
    LastSecondFactor,
    TooManyFactors,
)
from services.identity.domain.subscriber import Subscriber

MOST_FACTORS: Final = 10
LONGEST_NAME: Final = 100
LINK_GOOD: Final = timedelta(minutes=30)
MOST_LINKS_A_DAY: Final = 10
"""How often one is mailed: who knows a password alone is not to fill its owner's mailbox."""
SECRET_LENGTH: Final = 32
"""Characters of an authenticator app's secret: 160 bits and more (RFC 4226, section 4, R6)."""
DIGITS: Final = 6
PERIOD_SECONDS: Final = 30
ISSUER: Final = "Information Sharing Platform"


class FactorKind(Enum):
    """What somebody shows besides their password."""

    APP = "APP"  # a code of an authenticator app (RFC 6238)
    KEY = "KEY"  # a security key or passkey (Web Authentication)


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondFactor:
    """One, as Keycloak has it; `credential_id` is a key's own, and empty for an app."""

    factor_id: str
    kind: FactorKind
    name: str
    added_at: datetime
    credential_id: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorLink:
    """What was mailed to somebody without a second factor, so that they may add the first."""

    subject: str
    digest: bytes = field(repr=False)
    good_until: datetime

    def opened(self, digest: bytes, *, at: datetime) -> None:
        """See that somebody has it, and that it is not too old.

        Raises:
            FactorLinkNeeded: it is another, or too old.
        """
        if at >= self.good_until or not hmac.compare_digest(self.digest, digest):
            raise FactorLinkNeeded(LINK_NEEDED)


LINK_NEEDED: Final = "Open the newest link that we mailed to you: it is good for thirty minutes."


def may_add(held: tuple[SecondFactor, ...], name: str) -> None:
    """See that another may be added under a name.

    Raises:
        TooManyFactors: there are as many as one may have.
        FactorNameTaken: one of them is called so.
    """
    if len(held) >= MOST_FACTORS:
        raise TooManyFactors(f"You may have {MOST_FACTORS} second factors: remove one.")
    if name.casefold() in {each.name.casefold() for each in held}:
        raise FactorNameTaken("You have a second factor of that name.")


def may_remove(person: Subscriber, held: tuple[SecondFactor, ...]) -> None:
    """See that one of those held may go.

    Whoever holds a role that permits anything keeps one: their role would go on, and what it is
    for would be shut to them without anybody having said so.

    Raises:
        LastSecondFactor: it is the last, and they hold such a role.
    """
    if len(held) == 1 and permissions_of(person.roles):
        raise LastSecondFactor("Your role needs a second factor: add another before this one goes.")


def shown_secret(secret: str) -> str:
    """Return a secret as an app takes it: Base32 (RFC 4648, section 6) of Keycloak's characters."""
    return base64.b32encode(secret.encode("ascii")).decode("ascii").rstrip("=")


def app_address(secret: str, account: str) -> str:
    """Return what a QR code says: the `otpauth` address that authenticator apps read."""
    said = {
        "secret": shown_secret(secret),
        "issuer": ISSUER,
        "algorithm": "SHA1",
        "digits": DIGITS,
        "period": PERIOD_SECONDS,
    }
    label = quote(f"{ISSUER}:{account}", safe="")
    return f"otpauth://totp/{label}?{urlencode(said, quote_via=quote)}"
