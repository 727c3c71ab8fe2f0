"""What the use cases of second factors need."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from uuid import UUID

from services.identity.domain.factor_reset import FactorReset
from services.identity.domain.second_factor import FactorLink, SecondFactor


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeKey:
    """A new security key's credential, as an authenticator made it; `aaguid` names its model."""

    credential_id: bytes = field(repr=False)
    public_key: bytes = field(repr=False)
    sign_count: int
    aaguid: str
    transports: tuple[str, ...] = ()


class Factors(Protocol):
    """The second factors that Keycloak keeps.

    Every method may raise AccountsUnavailable, and AccountsRefused where Keycloak does not take it.
    """

    def of(self, subject: str) -> tuple[SecondFactor, ...]:
        """Return a person's own, oldest first; none of who has no account."""
        ...

    def add_app(self, subject: str, *, name: str, secret: str) -> None:
        """Put an authenticator app's secret there."""
        ...

    def add_key(self, subject: str, *, name: str, made: MadeKey) -> None:
        """Put a security key there."""
        ...

    def remove(self, subject: str, factor_id: str) -> None:
        """Take one away; one that is gone is no error."""
        ...


class FactorLinks(Protocol):
    """The links of one transaction by which a first second factor may be added."""

    def put(self, link: FactorLink) -> None:
        """Keep one in the place of the one before."""
        ...

    def of(self, subject: str) -> FactorLink | None:
        """Return a person's own, or None."""
        ...

    def remove(self, subject: str) -> None:
        """Forget a person's own."""
        ...

    def forget(self, before: datetime) -> int:
        """Delete those that were good until before then; return how many."""
        ...


class FactorResets(Protocol):
    """The resets of one transaction that wait."""

    def add(self, reset: FactorReset) -> None:
        """Keep a new one.

        Raises:
            FactorResetThere: one waits for that person.
        """
        ...

    def get(self, reset_id: UUID) -> FactorReset:
        """Return one, locked.

        Raises:
            FactorResetNotFound: there is none.
        """
        ...

    def of(self, subject: str) -> FactorReset | None:
        """Return the one about a person, locked, or None."""
        ...

    def waiting(self) -> Sequence[FactorReset]:
        """Return all, oldest first."""
        ...

    def due(self, at: datetime, *, but: Collection[UUID] = ()) -> FactorReset | None:
        """Return one whose hour has come, locked, or None; those that others hold are left.

        `but` are not looked at.
        """
        ...

    def save(self, reset: FactorReset) -> None:
        """Keep one that was confirmed."""
        ...

    def remove(self, reset_id: UUID) -> None:
        """Forget one that is over."""
        ...

    def forget(self, before: datetime) -> int:
        """Delete those proposed before then that nobody confirmed; return how many."""
        ...


class KeyCeremonies(Protocol):
    """Making a security key that is good at Keycloak's own page."""

    def creation(self, challenge: bytes, subject: str, name: str, have: Sequence[bytes]) -> str:
        """Return what a browser makes a key of, as JSON; not one of those that they have."""
        ...

    def challenge_in(self, credential: str) -> bytes:
        """Return the challenge that an authenticator's answer is for, not checked yet.

        Raises:
            FactorRefused: it is no such answer.
        """
        ...

    def made(self, credential: str, challenge: bytes) -> MadeKey:
        """Return what an authenticator made.

        Raises:
            FactorRefused: it is not for this challenge or address.
        """
        ...


class AppCodes(Protocol):
    """The codes of authenticator apps (RFC 6238)."""

    def new_secret(self) -> str:
        """Return one that nobody can guess: characters, as Keycloak keeps it."""
        ...

    def is_right(self, secret: str, code: str, *, at: datetime) -> bool:
        """Tell whether a code is that of a secret now, a step before, or a step after."""
        ...
