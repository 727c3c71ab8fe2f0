"""What every verb on a premises' response level does first: find it for this caller."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from chassis.errors import StaleVersion
from kernel.principals import Principal
from services.alerts.domain.events import SiteResponseChanged
from services.alerts.domain.site_response import (
    Site,
    SiteNotFound,
    SiteOverride,
    series_of,
)
from services.alerts.domain.threat_change import StandingLevel
from services.alerts.domain.threat_levels import ThreatSeries
from services.alerts.domain.whereabouts import Premises
from services.alerts.usecases.ports import Stores


def premises_of(tx: Stores, caller: Principal) -> dict[UUID, Premises]:
    """Return the premises of the caller's organisation, by their ids and in their order."""
    if not caller.organisation_id:
        return {}
    found = [each for each in tx.whereabouts.premises_of([caller.organisation_id]) if each.active]
    return {each.premises_id: each for each in sorted(found, key=lambda each: each.premises_id)}


def sites_of(tx: Stores, premises: Collection[Premises], *, lock: bool = False) -> list[Site]:
    """Return these premises with what their threat levels ask for and their own levels."""
    standing = tx.threat_levels.standing()
    newest = tx.site_overrides.newest([each.premises_id for each in premises], lock=lock)
    return [_site(each, standing, newest.get(each.premises_id)) for each in premises]


def own_site(tx: Stores, caller: Principal, premises_id: UUID, *, lock: bool = False) -> Site:
    """Return one premises of the caller's organisation.

    Raises:
        SiteNotFound: there is none such of theirs.
    """
    found = premises_of(tx, caller).get(premises_id)
    if found is None:
        raise SiteNotFound("There are no such premises.")
    return sites_of(tx, [found], lock=lock)[0]


def same_version(site: Site, expected: int) -> None:
    """See that the caller read the version that stands.

    Raises:
        StaleVersion: it is another one.
    """
    if site.version != expected:
        raise StaleVersion("Something changed at the premises since you read it: read it again.")


def told(tx: Stores, site: Site, at: datetime, *, but: str | None = None) -> None:
    """Have the people of a premises told what counts there, and its leads by mail, all but one."""
    tx.outbox.add(SiteResponseChanged(site, at))
    if site.newest is not None:
        tx.site_overrides.notify([site.newest], but=but, at=at)


def of_override(standing: Mapping[ThreatSeries, StandingLevel], own: SiteOverride) -> Site:
    """Return the premises of an own level."""
    return Site(
        premises_id=own.premises_id,
        organisation_id=own.organisation_id,
        series=own.series,
        national=standing.get(own.series),
        newest=own,
    )


def _site(
    there: Premises,
    standing: Mapping[ThreatSeries, StandingLevel],
    newest: SiteOverride | None,
) -> Site:
    series = series_of(there.place.regions)
    return Site(
        premises_id=there.premises_id,
        organisation_id=there.organisation_id,
        series=series,
        national=standing.get(series),
        newest=newest,
    )
