"""Keycloak and the mail server, as far as identity asks them, in memory."""

from dataclasses import dataclass, field
from uuid import uuid4

from services.identity.domain.account_at_keycloak import AccountAtKeycloak
from services.identity.domain.errors import (
    AccountsRefused,
    AccountsUnavailable,
    MailUnavailable,
)
from services.identity.domain.subscriber import Profile, Subscriber


@dataclass
class MemoryAccounts:
    """Keycloak's users in a dictionary; can be away."""

    users: dict[str, str] = field(default_factory=dict)
    foreign: set[str] = field(default_factory=set)
    squatters: dict[str, str] = field(default_factory=dict)
    """Who came by a partner and confirmed nothing, by the address that was said of them."""
    away: bool = False
    linked: dict[str, str | None] = field(default_factory=dict)
    synced: list[Subscriber] = field(default_factory=list)
    there: dict[str, AccountAtKeycloak] = field(default_factory=dict)
    refuses: dict[str, bool] = field(default_factory=dict)
    """Whose account is not taken; True if that lasts."""
    invited: list[str] = field(default_factory=list)
    second_factors: set[str] = field(default_factory=set)

    def _check(self) -> None:
        if self.away:
            raise AccountsUnavailable("Keycloak does not answer.")

    def create(self, profile: Profile) -> str | None:
        self._check()
        if profile.email in self.foreign or profile.email in self.squatters:
            return None
        return self.users.setdefault(profile.email, str(uuid4()))

    def unconfirmed(self, email: str) -> str | None:
        self._check()
        return self.squatters.get(email)

    def look(self, subject: str) -> AccountAtKeycloak | None:
        self._check()
        return self.there.get(subject)

    def sync(self, subscriber: Subscriber, *, came_by: str | None) -> None:
        self._check()
        self.linked[subscriber.subject] = came_by
        if subscriber.subject in self.refuses:
            lasting = self.refuses[subscriber.subject]
            raise AccountsRefused("Keycloak answered 400.", lasting=lasting)
        self.synced.append(subscriber)

    def has_second_factor(self, subject: str) -> bool:
        self._check()
        return subject in self.second_factors

    def invite(self, subject: str) -> None:
        self._check()
        self.invited.append(subject)

    def delete(self, subject: str) -> bool:
        self._check()
        self.squatters = {email: kept for email, kept in self.squatters.items() if kept != subject}
        before = len(self.users)
        self.users = {email: kept for email, kept in self.users.items() if kept != subject}
        return len(self.users) < before


@dataclass
class MemoryMailServer:
    """Keeps what was sent; can be away."""

    sent: list[tuple[str, str, str]] = field(default_factory=list)
    unsubscribes: list[str | None] = field(default_factory=list)
    away: bool = False

    def send(self, to: str, subject: str, text: str, unsubscribe: str | None = None) -> None:
        if self.away:
            raise MailUnavailable("mail not taken")
        self.sent.append((to, subject, text))
        self.unsubscribes.append(unsubscribe)
