"""Keycloak's events in memory, and how far they were heeded."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from services.identity.domain.account_at_keycloak import AccountAtKeycloak, Finding, KeycloakEvent
from services.identity.domain.errors import AccountsUnavailable


@dataclass
class MemoryHeedEvents:
    """The position and the events in a dictionary."""

    until: datetime | None = None
    heeded: dict[str, datetime] = field(default_factory=dict)

    def since(self, now: datetime) -> datetime:
        if self.until is None:
            self.until = now
        return self.until

    def unheeded(self, event_ids: Collection[str]) -> frozenset[str]:
        return frozenset(event_ids) - self.heeded.keys()

    def heed(self, event: KeycloakEvent) -> bool:
        if event.event_id in self.heeded:
            return False
        self.heeded[event.event_id] = event.at
        return True

    def looked(self, until: datetime, *, forget_before: datetime) -> None:
        self.until = max(self.since(until), until)
        self.heeded = {each: at for each, at in self.heeded.items() if at >= forget_before}


@dataclass
class MemoryKeycloakEvents:
    """What others did at Keycloak; it can be away."""

    events: list[KeycloakEvent] = field(default_factory=list)
    accounts: dict[str, AccountAtKeycloak] = field(default_factory=dict)
    logins: list[tuple[str, datetime]] = field(default_factory=list)
    written: list[tuple[str, datetime]] = field(default_factory=list)
    away: bool = False

    def signed_in(self, since: datetime) -> Sequence[tuple[str, datetime]]:
        if self.away:
            raise AccountsUnavailable("Keycloak does not answer.")
        return sorted((each for each in self.logins if each[1] >= since), key=lambda e: e[1])

    def since(self, at: datetime) -> Sequence[KeycloakEvent]:
        if self.away:
            raise AccountsUnavailable("Keycloak does not answer.")
        return sorted((each for each in self.events if each.at >= at), key=lambda each: each.at)

    def account(self, subject: str) -> AccountAtKeycloak | None:
        return self.accounts.get(subject)

    def wrote(self, subject: str, since: datetime) -> Sequence[datetime]:
        return sorted(at for who, at in self.written if who == subject and at >= since)


@dataclass
class MemoryAlarms:
    """What was raised."""

    findings: list[Finding] = field(default_factory=list)
    watched_until: datetime | None = None

    def raised(self, finding: Finding, event: KeycloakEvent) -> None:
        self.findings.append(finding)

    def met(self, finding: Finding, where: str) -> None:
        self.findings.append(finding)

    def watched(self, at: datetime) -> None:
        self.watched_until = at
