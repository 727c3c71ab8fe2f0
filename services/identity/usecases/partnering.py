"""What every verb about a partner site does: find the version that was read, keep the next."""

from uuid import UUID

from chassis.errors import StaleVersion
from kernel.ports import Ids
from services.identity.domain.partner_site import PartnerSite
from services.identity.usecases.ports import Stores
from services.identity.usecases.waiting_ports import Task, TaskKind


def site_as_read(tx: Stores, site_id: UUID, expected_version: int) -> PartnerSite:
    """Return a site, locked, at the version that was read.

    Raises:
        PartnerNotFound: there is none.
        StaleVersion: it changed since.
    """
    site = tx.partner_sites.get(site_id, lock=True)
    if site.version != expected_version:
        raise StaleVersion("The site changed since you read it.")
    return site


def keep_and_carry(tx: Stores, ids: Ids, site: PartnerSite) -> None:
    """Keep the next version, and have Keycloak told if it must know."""
    tx.partner_sites.save(site)
    if site.carrying:
        task = Task(task_id=ids.new(), subject=str(site.site_id), kind=TaskKind.PARTNER)
        tx.tasks.add(task)
