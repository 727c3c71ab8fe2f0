"""Partners' catalogues in PostgreSQL."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, Row, and_, case, func, insert, or_, select, update

from chassis.errors import StaleVersion
from services.content.domain.catalogue import Catalogue, CatalogueStatus, Taken
from services.content.domain.catalogue_pack import ItemFault
from services.content.domain.partner_errors import CatalogueNotFound
from services.content.outbound.postgres.partner_tables import CATALOGUES

_C: Final = CATALOGUES.c
_PEOPLE: Final = (_C.proposed_by, _C.confirmed_by, _C.ended_by)


@dataclass(frozen=True, slots=True)
class PostgresCatalogues:
    """The sources on one transaction."""

    connection: Connection

    def add(self, catalogue: Catalogue) -> None:
        """Insert a proposal."""
        self.connection.execute(insert(CATALOGUES).values(_row(catalogue)))

    def get(self, catalogue_id: UUID, *, lock: bool = False) -> Catalogue:
        """Return one, its row locked until the transaction ends if asked.

        Raises:
            CatalogueNotFound: there is none.
        """
        query = select(CATALOGUES).where(_C.catalogue_id == catalogue_id)
        row = self.connection.execute(query.with_for_update() if lock else query).one_or_none()
        if row is None:
            raise CatalogueNotFound("There is no such catalogue.")
        return _catalogue(row)

    def save(self, catalogue: Catalogue) -> None:
        """Keep the next version.

        Raises:
            StaleVersion: the row is not at the version before it.
        """
        changed = self.connection.execute(
            update(CATALOGUES)
            .where(_C.catalogue_id == catalogue.catalogue_id, _C.version == catalogue.version - 1)
            .values(_row(catalogue))
        ).rowcount
        if changed != 1:
            raise StaleVersion("The catalogue changed meanwhile: read it again.")

    def looked(self, catalogue: Catalogue) -> None:
        """Keep what was fetched: the caller holds the row."""
        self.connection.execute(
            update(CATALOGUES)
            .where(_C.catalogue_id == catalogue.catalogue_id)
            .values(_seen(catalogue))
        )

    def count(self) -> int:
        """Return how many have not ended."""
        query = select(func.count()).select_from(CATALOGUES)
        query = query.where(_C.status != CatalogueStatus.ENDED.name)
        return int(self.connection.execute(query).scalar_one())

    def page(self, most: int) -> Sequence[Catalogue]:
        """Return them by name, those that ended last."""
        ended_last = case((_C.status == CatalogueStatus.ENDED.name, 1), else_=0)
        query = select(CATALOGUES).order_by(ended_last, _C.name, _C.catalogue_id).limit(most)
        return [_catalogue(row) for row in self.connection.execute(query)]

    def due(self, before: datetime, at: datetime) -> Sequence[UUID]:
        """Return the active ones that were not asked for since then, or have run out."""
        due = or_(
            _C.looked_at.is_(None),
            _C.looked_at <= before,
            and_(_C.expires_at <= at, _C["items"] > 0),
        )
        query = select(_C.catalogue_id).where(_C.status == CatalogueStatus.ACTIVE.name, due)
        return self.connection.execute(query.order_by(_C.catalogue_id)).scalars().all()

    def decided_by(self, subject: str) -> Sequence[Catalogue]:
        """Return those that a person proposed, confirmed or ended."""
        query = select(CATALOGUES).where(or_(*(each == subject for each in _PEOPLE)))
        query = query.order_by(_C.name, _C.catalogue_id)
        return [_catalogue(row) for row in self.connection.execute(query)]

    def rename(self, subject: str, pseudonym: str) -> int:
        """Put a pseudonym in a person's place."""
        return sum(
            self.connection.execute(
                update(CATALOGUES).where(each == subject).values({each.name: pseudonym})
            ).rowcount
            for each in _PEOPLE
        )


def _row(catalogue: Catalogue) -> dict[str, Any]:
    same = (
        *("catalogue_id", "version", "name", "url", "account", "public_key", "thumbprint"),
        *("proposed_by", "proposed_at", "confirmed_by", "confirmed_at"),
        *("ended_by", "ended_at", "ended_because"),
    )
    values = {name: getattr(catalogue, name) for name in same}
    return values | {"status": catalogue.status.name} | _seen(catalogue)


def _seen(catalogue: Catalogue) -> dict[str, Any]:
    taken = catalogue.taken
    return {
        "looked_at": catalogue.looked_at,
        "refused_because": catalogue.refused_because,
        "serial": taken and taken.serial,
        "digest": taken and taken.digest,
        "issued_at": taken and taken.issued_at,
        "expires_at": taken and taken.expires_at,
        "items": taken.items if taken else 0,
        "faults": [asdict(each) for each in taken.faults] if taken else [],
    }


def _catalogue(row: Row[Any]) -> Catalogue:
    taken = None
    if row.serial is not None:
        taken = Taken(
            serial=row.serial,
            digest=row.digest,
            issued_at=row.issued_at,
            expires_at=row.expires_at,
            items=row.items,
            faults=tuple(ItemFault(**each) for each in row.faults),
        )
    return Catalogue(
        catalogue_id=row.catalogue_id,
        version=row.version,
        status=CatalogueStatus[row.status],
        name=row.name,
        url=row.url,
        account=row.account,
        public_key=row.public_key,
        thumbprint=row.thumbprint,
        proposed_by=row.proposed_by,
        proposed_at=row.proposed_at,
        confirmed_by=row.confirmed_by,
        confirmed_at=row.confirmed_at,
        ended_by=row.ended_by,
        ended_at=row.ended_at,
        ended_because=row.ended_because,
        looked_at=row.looked_at,
        refused_because=row.refused_because,
        taken=taken,
    )
