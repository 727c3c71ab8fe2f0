"""What watching Keycloak needs."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Protocol

from services.identity.domain.account_at_keycloak import AccountAtKeycloak, Finding, KeycloakEvent


class KeycloakEvents(Protocol):
    """What others than identity do at Keycloak. Every method may raise AccountsUnavailable."""

    def since(self, at: datetime) -> Sequence[KeycloakEvent]:
        """Return what happened from then on, oldest first."""
        ...

    def account(self, subject: str) -> AccountAtKeycloak | None:
        """Return an account as it is now, or None when it is gone."""
        ...

    def wrote(self, subject: str, since: datetime) -> Sequence[datetime]:
        """Return when identity itself wrote an account, whole, from then on, oldest first.

        A write that `account` saw is among those that are asked for after it.
        """
        ...


class SignIns(Protocol):
    """Who signs in at Keycloak, whatever with."""

    def signed_in(self, since: datetime) -> Iterable[tuple[str, datetime]]:
        """Return (subject, when) of sign-ins from then on, oldest first.

        Raises:
            AccountsUnavailable: Keycloak does not answer.
        """
        ...


class HeedEvents(Protocol):
    """How far Keycloak's events were heeded, on one transaction."""

    def since(self, now: datetime) -> datetime:
        """Return until when all was heeded, locked; at first it is now."""
        ...

    def unheeded(self, event_ids: Collection[str]) -> frozenset[str]:
        """Return which of these were not heeded yet."""
        ...

    def heed(self, event: KeycloakEvent) -> bool:
        """Keep that one is heeded; False if it was before."""
        ...

    def looked(self, until: datetime, *, forget_before: datetime) -> None:
        """Keep until when all is heeded; forget the events that are not asked for again."""
        ...


class Alarms(Protocol):
    """Tells whoever runs the platform."""

    def raised(self, finding: Finding, event: KeycloakEvent) -> None:
        """Count something that somebody must look at, and say it in the log."""
        ...

    def met(self, finding: Finding, where: str) -> None:
        """Do the same of what was met while something was carried there, without an event."""
        ...

    def watched(self, at: datetime) -> None:
        """Say that everything until then was seen."""
        ...
