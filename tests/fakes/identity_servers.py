"""Keycloak and the mail server, as far as identity asks them, in memory."""

from dataclasses import dataclass, field
from uuid import uuid4

from services.identity.domain.errors import (
    AccountsUnavailable,
    MailUnavailable,
)
from services.identity.domain.subscriber import Profile, Subscriber


@dataclass
class MemoryAccounts:
    """Keycloak's users in a dictionary; can be away."""

    users: dict[str, str] = field(default_factory=dict)
    foreign: set[str] = field(default_factory=set)
    away: bool = False
    synced: list[Subscriber] = field(default_factory=list)
    claims: dict[str, int] = field(default_factory=dict)
    invited: list[str] = field(default_factory=list)
    second_factors: set[str] = field(default_factory=set)

    def _check(self) -> None:
        if self.away:
            raise AccountsUnavailable("Keycloak does not answer.")

    def create(self, profile: Profile) -> str | None:
        self._check()
        if profile.email in self.foreign:
            return None
        return self.users.setdefault(profile.email, str(uuid4()))

    def sync(self, subscriber: Subscriber) -> int | None:
        self._check()
        claimed = self.claims.get(subscriber.subject, 0)
        if claimed > subscriber.rights_version:
            return claimed
        self.synced.append(subscriber)
        return None

    def has_second_factor(self, subject: str) -> bool:
        self._check()
        return subject in self.second_factors

    def invite(self, subject: str) -> None:
        self._check()
        self.invited.append(subject)

    def delete(self, subject: str) -> bool:
        self._check()
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
