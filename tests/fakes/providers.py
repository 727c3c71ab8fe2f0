"""Partners' identity providers in memory, and as tests make them."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from chassis.errors import StaleVersion
from kernel.pages import Place
from services.identity.domain.errors import AccountsUnavailable
from services.identity.domain.partner_errors import PartnerNotFound
from services.identity.domain.partner_provider import (
    ALIAS,
    BrokeredPerson,
    PartnerProvider,
    ProviderEnds,
    ProviderProtocol,
    ProviderStatus,
)
from services.identity.usecases.provider_ports import Came, Newcomer

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
OIDC = ProviderEnds(
    issuer="https://sign-in.port.example",
    sign_in_url="https://sign-in.port.example/authorize",
    token_url="https://sign-in.port.example/token",
    keys_url="https://sign-in.port.example/keys",
    client_id="isp",
)


@dataclass
class MemoryProviders:
    """Providers and people in dictionaries."""

    kept: dict[UUID, PartnerProvider] = field(default_factory=dict)
    people: dict[str, BrokeredPerson] = field(default_factory=dict)

    def add(self, provider: PartnerProvider) -> None:
        self.kept[provider.provider_id] = provider

    def get(self, provider_id: UUID, *, lock: bool = False) -> PartnerProvider:
        if provider_id not in self.kept:
            raise PartnerNotFound("There is no such provider.")
        return self.kept[provider_id]

    def save(self, provider: PartnerProvider) -> None:
        if self.kept[provider.provider_id].version != provider.version - 1:
            raise StaleVersion("The provider changed meanwhile: read it again.")
        self.kept[provider.provider_id] = provider

    def carried(self, provider: PartnerProvider) -> None:
        there = self.kept[provider.provider_id]
        if there.version == provider.version:
            self.kept[provider.provider_id] = there.carried()

    def page(self, *, after: Place | None, size: int) -> Sequence[PartnerProvider]:
        found = [
            each
            for each in self.kept.values()
            if after is None or (each.proposed_at, each.provider_id) > (after.at, after.item_id)
        ]
        return sorted(found, key=lambda each: (each.proposed_at, each.provider_id))[:size]

    def confirmed(self) -> Sequence[PartnerProvider]:
        found = [each for each in self.kept.values() if each.confirmed_at is not None]
        return sorted(found, key=lambda each: (each.proposed_at, each.provider_id))

    def active(self) -> Sequence[PartnerProvider]:
        return [each for each in self.kept.values() if each.status is ProviderStatus.ACTIVE]

    def count(self) -> int:
        return sum(each.status is not ProviderStatus.DISABLED for each in self.kept.values())

    def keep_person(self, person: BrokeredPerson) -> None:
        self.people[person.subject] = person

    def find_person(self, subject: str) -> BrokeredPerson | None:
        return self.people.get(subject)

    def came_by(self, subject: str) -> str | None:
        came = self.people.get(subject)
        return None if came is None else f"{ALIAS}{came.provider_id}"

    def undecided(self) -> Sequence[BrokeredPerson]:
        found = [
            each
            for each in self.people.values()
            if each.suggested_organisation and each.decided_at is None
        ]
        return sorted(found, key=lambda each: (each.came_at, each.subject))


@dataclass
class MemoryBrokering:
    """Keycloak's providers in a list, and who came; can be away."""

    put_there: list[PartnerProvider] = field(default_factory=list)
    arrivals: list[Came] = field(default_factory=list)
    newcomers: dict[str, Newcomer] = field(default_factory=dict)
    waiting: dict[str, datetime] = field(default_factory=dict)
    away: bool = False

    def _check(self) -> None:
        if self.away:
            raise AccountsUnavailable("Keycloak does not answer.")

    def put(self, provider: PartnerProvider) -> None:
        self._check()
        self.put_there.append(provider)

    def came(self, since: datetime) -> Sequence[Came]:
        self._check()
        return list(self.arrivals)

    def unconfirmed(self, before: datetime) -> Sequence[str]:
        self._check()
        return [subject for subject, since in self.waiting.items() if since < before]

    def newcomer(self, who: Came) -> Newcomer | None:
        self._check()
        return self.newcomers.get(who.subject)


def a_provider(**given: Any) -> PartnerProvider:
    """A proposal that waits for a second person, unless said otherwise."""
    made = PartnerProvider(
        provider_id=uuid4(),
        name="The port",
        protocol=ProviderProtocol.OIDC,
        ends=OIDC,
        proposed_by="admin",
        proposed_at=NOON,
        unsent_secret="a secret",
    )
    return replace(made, **given)


def an_active_provider(**given: Any) -> PartnerProvider:
    """A provider by which people sign in."""
    return replace(a_provider().confirmed(by="second", at=NOON).carried(), **given)


def a_newcomer(**given: Any) -> Newcomer:
    """Somebody who came and confirmed their address."""
    made = Newcomer(
        email="guard@port.example",
        given_name="Port",
        family_name="Guard",
        suggested_organisation="Port of Somewhere",
    )
    return replace(made, **given)


def an_arrival(alias: str, subject: str = "guard", **given: Any) -> Came:
    """Somebody who signed in by a provider at noon."""
    said: dict[str, Any] = {"event_id": f"{subject} by {alias}", "at": NOON}
    return Came(subject=subject, alias=alias, **said | given)
