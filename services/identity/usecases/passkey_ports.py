"""What the use cases of passkeys need."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from uuid import UUID

from services.identity.domain.passkey import Passkey
from services.identity.domain.subscriber import Subscriber


class Passkeys(Protocol):
    """The passkeys of one transaction."""

    def add(self, passkey: Passkey) -> None:
        """Keep a new one.

        Raises:
            PasskeyKnown: somebody has it already.
        """
        ...

    def of(self, subject: str) -> Sequence[Passkey]:
        """Return a person's own, oldest first."""
        ...

    def find(self, credential_id: bytes) -> Passkey | None:
        """Return the one that an authenticator names, locked, or None."""
        ...

    def save(self, passkey: Passkey) -> None:
        """Keep one that is locked."""
        ...

    def remove(self, passkey_id: UUID) -> None:
        """Forget one."""
        ...

    def spend(self, challenge: bytes, *, until: datetime, at: datetime) -> bool:
        """Note that a challenge was used; False if it was before. Old notes are forgotten."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A new credential, as an authenticator made it."""

    credential_id: bytes
    public_key: bytes = field(repr=False)
    sign_count: int


class Ceremonies(Protocol):
    """Web Authentication, bound to the platform's own address; the user is always verified."""

    def creation(self, challenge: bytes, subject: str, name: str, have: Sequence[Passkey]) -> str:
        """Return what a browser makes a passkey of, as JSON; not one of those that they have."""
        ...

    def made(self, credential: str, challenge: bytes) -> Made:
        """Return what an authenticator made.

        Raises:
            PasskeyRefused: it is not for this challenge or address, or nobody was verified.
        """
        ...

    def request(self, challenge: bytes) -> str:
        """Return what a browser asks an authenticator for, as JSON; it names nobody."""
        ...

    def challenge_in(self, credential: str) -> bytes:
        """Return the challenge that an authenticator's answer is for, not checked yet.

        Raises:
            PasskeyRefused: it is no such answer.
        """
        ...

    def credential_in(self, credential: str) -> bytes:
        """Return which credential answered, not checked yet.

        Raises:
            PasskeyRefused: it is no such answer.
        """
        ...

    def signed(self, credential: str, challenge: bytes, passkey: Passkey) -> int:
        """Return the count of uses that an answer says, checked with the passkey's key.

        Raises:
            PasskeyRefused: it is not for this challenge or address, nobody was verified, the
                signature is none, or the count went backwards.
        """
        ...


class Challenges(Protocol):
    """Makes challenges that know of themselves what they are for and until when."""

    def new(self, purpose: str, until: datetime) -> bytes:
        """Return one that nobody can guess."""
        ...

    def until(self, challenge: bytes, purpose: str) -> datetime:
        """Return until when one is good.

        Raises:
            PasskeyRefused: it is not ours, or for something else.
        """
        ...


class PasskeySessions(Protocol):
    """Signs what a sign-in gives."""

    def token(self, person: Subscriber, *, at: datetime, until: datetime) -> str:
        """Return a bearer token that says who somebody is and that they were verified just now."""
        ...
