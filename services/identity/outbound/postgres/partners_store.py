"""Partner sites, and who signed in there, in PostgreSQL."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    Connection,
    Date,
    Row,
    cast,
    delete,
    func,
    insert,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.dialects.postgresql import insert as upsert

from chassis.errors import StaleVersion
from kernel.pages import Place
from services.identity.domain.partner_errors import PartnerNotFound
from services.identity.domain.partner_site import PartnerScope, PartnerSite, PartnerStatus
from services.identity.domain.partner_usage import Count, PartnerSignIn
from services.identity.outbound.postgres.partner_tables import PARTNER_SIGN_INS, PARTNER_SITES

_C: Final = PARTNER_SITES.c
_S: Final = PARTNER_SIGN_INS.c
MOST_OF_ONE: Final = 100


@dataclass(frozen=True, slots=True)
class PostgresPartnerSites:
    """The partner sites on one transaction."""

    connection: Connection

    def add(self, site: PartnerSite) -> None:
        """Insert a proposal."""
        self.connection.execute(insert(PARTNER_SITES).values(_row(site)))

    def get(self, site_id: UUID, *, lock: bool = False) -> PartnerSite:
        """Return one, its row locked until the transaction ends if asked.

        Raises:
            PartnerNotFound: there is none.
        """
        query = select(PARTNER_SITES).where(_C.site_id == site_id)
        row = self.connection.execute(query.with_for_update() if lock else query).one_or_none()
        if row is None:
            raise PartnerNotFound("There is no such site.")
        return _site(row)

    def save(self, site: PartnerSite) -> None:
        """Keep the next version.

        Raises:
            StaleVersion: the row is not at the version before it.
        """
        changed = self.connection.execute(
            update(PARTNER_SITES)
            .where(_C.site_id == site.site_id, _C.version == site.version - 1)
            .values(_row(site))
        ).rowcount
        if changed != 1:
            raise StaleVersion("The site changed meanwhile: read it again.")

    def carried(self, site: PartnerSite) -> None:
        """Keep that Keycloak knows this version of it, and forget the secret."""
        self.connection.execute(
            update(PARTNER_SITES)
            .where(_C.site_id == site.site_id, _C.version == site.version)
            .values(unsent_secret=None, carrying=False)
        )

    def page(self, *, after: Place | None, size: int) -> Sequence[PartnerSite]:
        """Return at most `size`, oldest first."""
        query = select(PARTNER_SITES).order_by(_C.proposed_at, _C.site_id).limit(size)
        if after is not None:
            query = query.where(tuple_(_C.proposed_at, _C.site_id) > (after.at, after.item_id))
        return [_site(row) for row in self.connection.execute(query)]

    def confirmed(self, *, since: datetime | None = None) -> Sequence[PartnerSite]:
        """Return all that two people made, oldest first, but those that ended before then."""
        query = select(PARTNER_SITES).where(_C.confirmed_at.is_not(None))
        if since is not None:
            query = query.where(or_(_C.disabled_at.is_(None), _C.disabled_at >= since))
        rows = self.connection.execute(query.order_by(_C.proposed_at, _C.site_id))
        return [_site(row) for row in rows]

    def of(self, steward: str) -> Sequence[PartnerSite]:
        """Return those of a steward."""
        query = (
            select(PARTNER_SITES)
            .where(_C.steward == steward)
            .order_by(_C.proposed_at, _C.site_id)
            .limit(MOST_OF_ONE)
        )
        return [_site(row) for row in self.connection.execute(query)]

    def count(self) -> int:
        """Return how many there are that are not ended."""
        open_ones = select(func.count()).where(_C.status != PartnerStatus.DISABLED.name)
        return self.connection.scalar(open_ones) or 0


@dataclass(frozen=True, slots=True)
class PostgresPartnerSignIns:
    """Who signed in where, on one transaction."""

    connection: Connection

    def newest(self, site_id: UUID) -> datetime | None:
        """Return when the last one was that is known."""
        found: datetime | None = self.connection.scalar(
            select(func.max(_S.at)).where(_S.site_id == site_id)
        )
        return found

    def add(self, sign_in: PartnerSignIn) -> bool:
        """Keep one; tell whether it was not known."""
        row = {
            "event_id": sign_in.event_id,
            "site_id": sign_in.site_id,
            "at": sign_in.at,
            "name": sign_in.name,
        }
        made = self.connection.execute(
            upsert(PARTNER_SIGN_INS).values(row).on_conflict_do_nothing().returning(_S.event_id)
        ).first()
        return made is not None

    def by_day(self, site_id: UUID, since: date) -> Mapping[date, Count]:
        """Return the figures of each day from then on."""
        day = cast(func.timezone("UTC", _S.at), Date)
        query = (
            select(day, func.count(), func.count(_S.name.distinct()))
            .where(_S.site_id == site_id, _S.at >= _midnight(since))
            .group_by(day)
        )
        return {row[0]: Count(row[1], row[2]) for row in self.connection.execute(query)}

    def forget(self, before: date) -> int:
        """Delete those of earlier days."""
        return self.connection.execute(
            delete(PARTNER_SIGN_INS).where(_S.at < _midnight(before))
        ).rowcount


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, UTC)


def _row(site: PartnerSite) -> dict[str, Any]:
    return {
        "site_id": site.site_id,
        "version": site.version,
        "status": site.status.name,
        "name": site.name,
        "redirect_uris": list(site.redirect_uris),
        "backchannel_logout_uri": site.backchannel_logout_uri,
        "scopes": sorted(each.name for each in site.scopes),
        "steward": site.steward,
        "proposed_by": site.proposed_by,
        "proposed_at": site.proposed_at,
        "confirmed_by": site.confirmed_by,
        "confirmed_at": site.confirmed_at,
        "disabled_by": site.disabled_by,
        "disabled_at": site.disabled_at,
        "disabled_because": site.disabled_because,
        "secret_issued_at": site.secret_issued_at,
        "unsent_secret": site.unsent_secret,
        "carrying": site.carrying,
    }


def _site(row: Row[Any]) -> PartnerSite:
    return PartnerSite(
        site_id=row.site_id,
        version=row.version,
        status=PartnerStatus[row.status],
        name=row.name,
        redirect_uris=tuple(row.redirect_uris),
        backchannel_logout_uri=row.backchannel_logout_uri,
        scopes=frozenset(PartnerScope[each] for each in row.scopes),
        steward=row.steward,
        proposed_by=row.proposed_by,
        proposed_at=row.proposed_at,
        confirmed_by=row.confirmed_by,
        confirmed_at=row.confirmed_at,
        disabled_by=row.disabled_by,
        disabled_at=row.disabled_at,
        disabled_because=row.disabled_because,
        secret_issued_at=row.secret_issued_at,
        unsent_secret=row.unsent_secret,
        carrying=row.carrying,
    )
