"""Links to partners and their catalogues in memory."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from chassis.errors import StaleVersion
from services.content.domain.catalogue import Catalogue, CatalogueStatus, Taken
from services.content.domain.link_health import Health
from services.content.domain.partner_errors import CatalogueNotFound, PartnerLinkNotFound
from services.content.domain.partner_link import LinkContent, LinkWords, PartnerLink

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@dataclass
class MemoryPartnerLinks:
    """Links in a dictionary."""

    kept: dict[UUID, PartnerLink] = field(default_factory=dict)

    def add(self, link: PartnerLink) -> None:
        self.kept[link.link_id] = link

    def get(self, link_id: UUID, *, lock: bool = False) -> PartnerLink:
        found = self.kept.get(link_id)
        if found is None or found.removed:
            raise PartnerLinkNotFound("There is no such link.")
        return found

    def save(self, link: PartnerLink) -> None:
        if self.kept[link.link_id].version != link.version - 1:
            raise StaleVersion("The link changed meanwhile: read it again.")
        self.kept[link.link_id] = link

    def looked(self, link: PartnerLink, health: Health) -> None:
        now = self.kept[link.link_id]
        if now.content.url == link.content.url:
            self.kept[link.link_id] = replace(now, health=health)

    def count(self) -> int:
        return len(self.listed())

    def listed(self) -> Sequence[PartnerLink]:
        found = [each for each in self.kept.values() if not each.removed]
        return sorted(found, key=lambda each: (each.content.english.name, each.link_id))

    def due(self, at: datetime, most: int) -> Sequence[PartnerLink]:
        found = [
            each for each in self.listed() if each.health.due_at is None or each.health.due_at <= at
        ]
        never = datetime.min.replace(tzinfo=UTC)
        found.sort(key=lambda each: (each.health.looked_at or never, each.link_id))
        return found[:most]

    def changed_by(self, subject: str) -> Sequence[PartnerLink]:
        found = [each for each in self.kept.values() if each.changed_by == subject]
        return sorted(found, key=lambda each: (each.content.english.name, each.link_id))

    def rename(self, subject: str, pseudonym: str) -> int:
        mine = self.changed_by(subject)
        for each in mine:
            self.kept[each.link_id] = replace(each, changed_by=pseudonym)
        return len(mine)


_PEOPLE = ("proposed_by", "confirmed_by", "ended_by")


@dataclass
class MemoryCatalogues:
    """Sources in a dictionary."""

    kept: dict[UUID, Catalogue] = field(default_factory=dict)

    def add(self, catalogue: Catalogue) -> None:
        self.kept[catalogue.catalogue_id] = catalogue

    def get(self, catalogue_id: UUID, *, lock: bool = False) -> Catalogue:
        if catalogue_id not in self.kept:
            raise CatalogueNotFound("There is no such catalogue.")
        return self.kept[catalogue_id]

    def save(self, catalogue: Catalogue) -> None:
        if self.kept[catalogue.catalogue_id].version != catalogue.version - 1:
            raise StaleVersion("The catalogue changed meanwhile: read it again.")
        self.kept[catalogue.catalogue_id] = catalogue

    def looked(self, catalogue: Catalogue) -> None:
        now = self.kept[catalogue.catalogue_id]
        seen = {name: getattr(catalogue, name) for name in ("looked_at", "refused_because")}
        self.kept[catalogue.catalogue_id] = replace(now, taken=catalogue.taken, **seen)

    def count(self) -> int:
        return sum(each.status is not CatalogueStatus.ENDED for each in self.kept.values())

    def page(self, most: int) -> Sequence[Catalogue]:
        found = sorted(
            self.kept.values(),
            key=lambda each: (each.status is CatalogueStatus.ENDED, each.name, each.catalogue_id),
        )
        return found[:most]

    def due(self, before: datetime, at: datetime) -> Sequence[UUID]:
        return sorted(
            each.catalogue_id
            for each in self.kept.values()
            if each.status is CatalogueStatus.ACTIVE
            and (
                each.looked_at is None
                or each.looked_at <= before
                or (each.taken is not None and each.taken.items > 0 and each.ran_out(at))
            )
        )

    def decided_by(self, subject: str) -> Sequence[Catalogue]:
        return [
            each
            for each in self.page(1_000)
            if subject in {getattr(each, name) for name in _PEOPLE}
        ]

    def rename(self, subject: str, pseudonym: str) -> int:
        count = 0
        for each in self.decided_by(subject):
            mine = [name for name in _PEOPLE if getattr(each, name) == subject]
            count += len(mine)
            self.kept[each.catalogue_id] = replace(each, **dict.fromkeys(mine, pseudonym))
        return count


WORDS = LinkWords(
    name="Trade body",
    finds="Guides for shops.",
    for_whom="Anyone who runs a shop.",
    account="None.",
)


def link_content(**given: Any) -> LinkContent:
    """What a good link says, unless said otherwise."""
    return LinkContent(
        **{
            "url": "https://trade.example/guides",
            "english": WORDS,
            "welsh": None,
            "languages": frozenset({"en-GB"}),
        }
        | given
    )


def partner_link(**given: Any) -> PartnerLink:
    """A listed link."""
    return PartnerLink(
        **{
            "link_id": uuid4(),
            "version": 1,
            "content": link_content(),
            "changed_at": NOON,
            "changed_by": "editor",
        }
        | given
    )


def catalogue(**given: Any) -> Catalogue:
    """A catalogue that is fetched, of which nothing was taken yet."""
    return Catalogue(
        **{
            "catalogue_id": uuid4(),
            "name": "Trade body",
            "url": "https://trade.example/catalogue.jws",
            "account": "One of the trade body's.",
            "public_key": '{"crv":"P-256","kty":"EC","x":"x","y":"y"}',
            "thumbprint": "t",
            "proposed_by": "editor",
            "proposed_at": NOON,
            "status": CatalogueStatus.ACTIVE,
            "version": 2,
            "confirmed_by": "admin",
            "confirmed_at": NOON,
        }
        | given
    )


def taken(**given: Any) -> Taken:
    """What was taken last."""
    return Taken(
        **{
            "serial": 3,
            "digest": "d" * 64,
            "issued_at": NOON,
            "expires_at": NOON + timedelta(days=30),
            "items": 2,
        }
        | given
    )
