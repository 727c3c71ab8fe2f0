"""Partner sites in memory, and as tests make them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

from chassis.errors import StaleVersion
from kernel.pages import Place
from services.identity.domain.errors import AccountsUnavailable
from services.identity.domain.partner_errors import PartnerNotFound
from services.identity.domain.partner_site import PartnerScope, PartnerSite, PartnerStatus
from services.identity.domain.partner_usage import Count, PartnerSignIn

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@dataclass
class MemoryPartnerSites:
    """Sites in a dictionary."""

    kept: dict[UUID, PartnerSite] = field(default_factory=dict)

    def add(self, site: PartnerSite) -> None:
        self.kept[site.site_id] = site

    def get(self, site_id: UUID, *, lock: bool = False) -> PartnerSite:
        if site_id not in self.kept:
            raise PartnerNotFound("There is no such site.")
        return self.kept[site_id]

    def save(self, site: PartnerSite) -> None:
        if self.kept[site.site_id].version != site.version - 1:
            raise StaleVersion("The site changed meanwhile: read it again.")
        self.kept[site.site_id] = site

    def carried(self, site: PartnerSite) -> None:
        there = self.kept[site.site_id]
        if there.version == site.version:
            self.kept[site.site_id] = there.carried()

    def page(self, *, after: Place | None, size: int) -> Sequence[PartnerSite]:
        found = [
            each
            for each in self._in_order()
            if after is None or (each.proposed_at, each.site_id) > (after.at, after.item_id)
        ]
        return found[:size]

    def confirmed(self, *, since: datetime | None = None) -> Sequence[PartnerSite]:
        return [
            each
            for each in self._in_order()
            if each.confirmed_at is not None
            and (since is None or each.disabled_at is None or each.disabled_at >= since)
        ]

    def of(self, steward: str) -> Sequence[PartnerSite]:
        return [each for each in self._in_order() if each.steward == steward]

    def count(self) -> int:
        return sum(each.status is not PartnerStatus.DISABLED for each in self.kept.values())

    def _in_order(self) -> list[PartnerSite]:
        return sorted(self.kept.values(), key=lambda each: (each.proposed_at, each.site_id))


@dataclass
class MemoryPartnerSignIns:
    """Sign-ins in a dictionary."""

    kept: dict[str, PartnerSignIn] = field(default_factory=dict)

    def newest(self, site_id: UUID) -> datetime | None:
        return max(
            (each.at for each in self.kept.values() if each.site_id == site_id), default=None
        )

    def add(self, sign_in: PartnerSignIn) -> bool:
        if sign_in.event_id in self.kept:
            return False
        self.kept[sign_in.event_id] = sign_in
        return True

    def by_day(self, site_id: UUID, since: date) -> Mapping[date, Count]:
        days: dict[date, list[str]] = {}
        for each in self.kept.values():
            if each.site_id == site_id and each.day >= since:
                days.setdefault(each.day, []).append(each.name)
        return {day: Count(len(names), len(set(names))) for day, names in days.items()}

    def forget(self, before: date) -> int:
        gone = [each.event_id for each in self.kept.values() if each.day < before]
        for event_id in gone:
            del self.kept[event_id]
        return len(gone)


@dataclass
class MemoryPartnerClients:
    """Keycloak's clients in a list; can be away."""

    put_there: list[PartnerSite] = field(default_factory=list)
    events: list[tuple[UUID, str, str, datetime]] = field(default_factory=list)
    away: bool = False

    def _check(self) -> None:
        if self.away:
            raise AccountsUnavailable("Keycloak does not answer.")

    def put(self, site: PartnerSite) -> None:
        self._check()
        self.put_there.append(site)

    def sign_ins(self, site: PartnerSite, since: datetime) -> Sequence[tuple[str, str, datetime]]:
        self._check()
        return [
            (event_id, subject, at)
            for site_id, event_id, subject, at in self.events
            if site_id == site.site_id and at >= since
        ]


def a_site(**given: Any) -> PartnerSite:
    """A proposal that waits for a second person, unless said otherwise."""
    made = PartnerSite(
        site_id=uuid4(),
        name="Trade site",
        redirect_uris=("https://trade.example/signed-in",),
        backchannel_logout_uri="https://trade.example/signed-out",
        scopes=frozenset({PartnerScope.VERIFIED}),
        steward="steward",
        proposed_by="admin",
        proposed_at=NOON,
    )
    return replace(made, **given)


def an_active_site(**given: Any) -> PartnerSite:
    """A site at which people sign in."""
    return replace(a_site().confirmed(by="second", at=NOON).carried(), **given)
