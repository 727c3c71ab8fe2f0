"""A passkey of somebody who approves alerts, and how long what it gives is good."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from kernel.roles import permissions_of
from kernel.standing import Standing
from services.identity.domain.errors import PasskeyRefused
from services.identity.domain.subscriber import Subscriber

HOLDING: Final = "identity:hold-passkey"
MOST_PASSKEYS: Final = 10
CHALLENGE_GOOD: Final = timedelta(minutes=5)
SESSION_GOOD: Final = timedelta(minutes=10)
"""Shorter than a second factor is fresh, so that a sign-in never outlives its own freshness."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passkey:
    """One credential: its public key, and how often it said that it was used."""

    passkey_id: UUID
    subject: str
    name: str
    credential_id: bytes = field(repr=False)
    public_key: bytes = field(repr=False)
    sign_count: int
    registered_at: datetime
    used_at: datetime | None = None

    def used(self, *, sign_count: int, at: datetime) -> "Passkey":
        """Return it after a sign-in.

        An authenticator that counts (Web Authentication, 6.1.1) never counts backwards: there is
        a copy of it otherwise.

        Raises:
            PasskeyRefused: it did.
        """
        if (sign_count or self.sign_count) and sign_count <= self.sign_count:
            raise PasskeyRefused("The passkey cannot be used.")
        return replace(self, sign_count=sign_count, used_at=at)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    """What a sign-in gives: a bearer token, whose it is, and when it ends."""

    subject: str
    token: str = field(repr=False)
    until: datetime


@dataclass(frozen=True, slots=True)
class PasskeyKey:
    """A public key by which sign-ins are signed: its name, and the point on P-256."""

    key_id: str
    public_key: bytes


def may_sign_in(person: Subscriber) -> bool:
    """Tell whether somebody may sign in by a passkey, as they are now."""
    return person.standing is Standing.ACTIVE and HOLDING in permissions_of(person.roles)
