"""Links to partners in PostgreSQL."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, Row, and_, func, insert, not_, or_, select, update

from chassis.errors import StaleVersion
from services.content.domain.link_health import LOOK_AGAIN, LOOK_EVERY, Health
from services.content.domain.partner_errors import PartnerLinkNotFound
from services.content.domain.partner_link import LinkContent, LinkWords, PartnerLink
from services.content.outbound.postgres.partner_tables import PARTNER_LINKS

_C: Final = PARTNER_LINKS.c
_LISTED: Final = not_(_C.removed)


@dataclass(frozen=True, slots=True)
class PostgresPartnerLinks:
    """The links on one transaction."""

    connection: Connection

    def add(self, link: PartnerLink) -> None:
        """Insert a new link."""
        self.connection.execute(insert(PARTNER_LINKS).values(_row(link)))

    def get(self, link_id: UUID, *, lock: bool = False) -> PartnerLink:
        """Return a listed link, its row locked until the transaction ends if asked.

        Raises:
            PartnerLinkNotFound: there is none, or it was removed.
        """
        query = select(PARTNER_LINKS).where(_C.link_id == link_id, _LISTED)
        row = self.connection.execute(query.with_for_update() if lock else query).one_or_none()
        if row is None:
            raise PartnerLinkNotFound("There is no such link.")
        return _link(row)

    def save(self, link: PartnerLink) -> None:
        """Keep the next version.

        Raises:
            StaleVersion: the row is not at the version before it.
        """
        changed = self.connection.execute(
            update(PARTNER_LINKS)
            .where(_C.link_id == link.link_id, _C.version == link.version - 1)
            .values(_row(link))
        ).rowcount
        if changed != 1:
            raise StaleVersion("The link changed meanwhile: read it again.")

    def looked(self, link: PartnerLink, health: Health) -> None:
        """Keep what was seen, unless the address changed meanwhile."""
        self.connection.execute(
            update(PARTNER_LINKS)
            .where(_C.link_id == link.link_id, _C.url == link.content.url)
            .values(asdict(health))
        )

    def count(self) -> int:
        """Return how many are listed."""
        query = select(func.count()).select_from(PARTNER_LINKS).where(_LISTED)
        return int(self.connection.execute(query).scalar_one())

    def listed(self) -> Sequence[PartnerLink]:
        """Return every listed link, by its English name."""
        return self._all(select(PARTNER_LINKS).where(_LISTED).order_by(_C.name, _C.link_id))

    def due(self, at: datetime, most: int) -> Sequence[PartnerLink]:
        """Return those that should be looked at: `Health.due_at` as SQL."""
        due = or_(
            _C.looked_at.is_(None),
            and_(_C.failures == 0, _C.looked_at <= at - LOOK_EVERY),
            and_(_C.failures > 0, _C.looked_at <= at - LOOK_AGAIN),
        )
        waited = _C.looked_at.asc().nulls_first()
        query = select(PARTNER_LINKS).where(_LISTED, due).order_by(waited, _C.link_id)
        return self._all(query.limit(most))

    def changed_by(self, subject: str) -> Sequence[PartnerLink]:
        """Return the links whose present version a person made."""
        query = select(PARTNER_LINKS).where(_C.changed_by == subject)
        return self._all(query.order_by(_C.name, _C.link_id))

    def rename(self, subject: str, pseudonym: str) -> int:
        """Put a pseudonym in an editor's place."""
        return self.connection.execute(
            update(PARTNER_LINKS).where(_C.changed_by == subject).values(changed_by=pseudonym)
        ).rowcount

    def _all(self, query: Any) -> list[PartnerLink]:
        return [_link(row) for row in self.connection.execute(query)]


def _row(link: PartnerLink) -> dict[str, Any]:
    content = link.content
    return {
        "link_id": link.link_id,
        "version": link.version,
        "url": content.url,
        "name": content.english.name,
        "english": asdict(content.english),
        "welsh": asdict(content.welsh) if content.welsh else None,
        "languages": sorted(content.languages),
        "sectors": sorted(content.sectors),
        "regions": sorted(content.regions),
        "demonstration": content.demonstration,
        "removed": link.removed,
        "changed_at": link.changed_at,
        "changed_by": link.changed_by,
        **asdict(link.health),
    }


def _link(row: Row[Any]) -> PartnerLink:
    return PartnerLink(
        link_id=row.link_id,
        version=row.version,
        content=LinkContent(
            url=row.url,
            english=LinkWords(**row.english),
            welsh=LinkWords(**row.welsh) if row.welsh else None,
            languages=frozenset(row.languages),
            sectors=frozenset(row.sectors),
            regions=frozenset(row.regions),
            demonstration=row.demonstration,
        ),
        changed_at=row.changed_at,
        changed_by=row.changed_by,
        removed=row.removed,
        health=Health(
            looked_at=row.looked_at,
            failures=row.failures,
            failed_at=row.failed_at,
            broken_since=row.broken_since,
            why=row.why,
            moved_to=row.moved_to,
        ),
    )
